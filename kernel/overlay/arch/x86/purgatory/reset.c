// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What becomes of a machine whose next kernel is not the one that was loaded.
 */

#include <linux/serial_reg.h>
#include <linux/types.h>
#include <asm/purgatory.h>
#include <asm/shared/io.h>

#define COM1		0x3f8
#define KBD_COMMAND	0x64
#define KBD_BUSY	0x02
#define KBD_RESET	0xfe
#define CF9		0xcf9
#define CF9_HARD	0x02
#define CF9_RESET	0x04
#define CF9_FULL	0x08

bool __section(".kexec-purgatory") purgatory_talks;

/* An access to this port takes about a microsecond. */
static void wait(unsigned int us)
{
	while (us--)
		outb(0, 0x80);
}

static void say(const char *text)
{
	for (; *text; text++) {
		for (int i = 0; i < 10000; i++) {
			if (inb(COM1 + UART_LSR) & UART_LSR_THRE)
				break;
			wait(1);
		}
		outb(*text, COM1 + UART_TX);
	}
}

/**
 * purgatory_reset() - have the firmware start the machine anew
 *
 * By what native_machine_emergency_restart() has for a machine of which nothing
 * is known: the keyboard controller, the reset register of the chipset, and at
 * last an exception, as there is no table to handle it with.
 */
void __noreturn purgatory_reset(void)
{
	u8 cf9;

	if (purgatory_talks)
		say("purgatory: the image is damaged, the machine is reset\r\n");

	for (int i = 0; i < 10000 && (inb(KBD_COMMAND) & KBD_BUSY); i++)
		wait(2);
	outb(KBD_RESET, KBD_COMMAND);
	wait(10000);

	cf9 = inb(CF9) & ~(CF9_HARD | CF9_RESET | CF9_FULL);
	outb(cf9 | CF9_HARD, CF9);
	wait(50);
	outb(cf9 | CF9_HARD | CF9_RESET | CF9_FULL, CF9);
	wait(10000);

	for (;;)
		asm volatile("ud2");
}
