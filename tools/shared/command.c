// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A program with commands: which of them is meant, help, and options. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "shared/command.h"

#define OPTIONS_MAX	64
#define LABEL_MAX	21	/* longer ones have a line of their own */

static const struct option_row help_row = {
	.name = "help", .letter = 'h', .help = "show this help",
};

int usage_error(const struct command *command)
{
	if (command)
		fprintf(stderr, "Try \"%s help %s\".\n", program_name,
			command->name);
	else
		fprintf(stderr, "Try \"%s help\".\n", program_name);
	return EXIT_USAGE;
}

/*
 * Options
 */

int take_flag(const struct option_row *row, void *to, const char *value)
{
	(void)row;
	(void)value;
	*(bool *)to = true;
	return EXIT_OK;
}

int take_json(const struct option_row *row, void *to, const char *value)
{
	if (WITH_JSON)
		return take_flag(row, to, value);
	complain("--json is not supported: %s was built without json-c",
		 program_name);
	return EXIT_FAILED;
}

int take_text(const struct option_row *row, void *to, const char *value)
{
	(void)row;
	*(const char **)to = value;
	return EXIT_OK;
}

int take_once(const struct option_row *row, void *to, const char *value)
{
	if (!*(const char **)to)
		return take_text(row, to, value);
	complain("--%s can be given only once", row->name);
	return EXIT_USAGE;
}

int take_value(const struct option_row *row, void *to, const char *value)
{
	if (*value)
		return take_once(row, to, value);
	complain("missing value in --%s=", row->name);
	return EXIT_USAGE;
}

int take_choice(const struct option_row *row, void *to, const char *value)
{
	const char *words = strchr(row->argument, '=') + 1, *word = words;
	int i, all = (int)strcspn(words, "]");
	size_t len;

	for (i = 1; word < words + all; i++, word += len + (word[len] == '|')) {
		len = strcspn(word, "|]");
		if (value && (strncmp(word, value, len) || value[len]))
			continue;
		*(int *)to = i;
		return EXIT_OK;
	}
	complain("invalid value \"%s\" for --%s, expected %.*s", value,
		 row->name, all, words);
	return EXIT_USAGE;
}

int take_each(const struct option_row *row, void *to, const char *value)
{
	struct option_values *list = to;

	(void)row;
	*XADD(list->values, list->count) = value;
	return EXIT_OK;
}

#define OPT_FIRST	0x100	/* above all letters */

/* All rows of a command, as getopt_long() wants them. */
struct table {
	const struct option_row *rows[OPTIONS_MAX];
	size_t offsets[OPTIONS_MAX];
	struct option longopts[OPTIONS_MAX + 1];
	char letters[3 * OPTIONS_MAX];
	int count;
};

static void add_row(struct table *table, const struct option_row *row,
		    size_t offset)
{
	int takes = !row->argument ? no_argument : *row->argument == '[' ?
		    optional_argument : required_argument;
	int i = table->count++;

	if (table->count > OPTIONS_MAX)
		abort();
	table->rows[i] = row;
	table->offsets[i] = offset + row->offset;
	table->longopts[i] = (struct option){
		.name = row->name, .has_arg = takes, .val = OPT_FIRST + i,
	};
	if (row->letter)
		sprintf(strchr(table->letters, '\0'), "%c%.*s", row->letter,
			takes, "::");
}

static void make_table(struct table *table, const struct command *command)
{
	const struct option_group *group;
	const struct option_row *row;

	*table = (struct table){ 0 };
	for (group = command->groups; group->rows; group++)
		for (row = group->rows; row->name; row++)
			add_row(table, row, group->offset);
	add_row(table, &help_row, 0);
}

static int take_option(const struct command *command, const struct table *table,
		       int opt, char *options)
{
	const struct option_row *row;
	int i = 0, status;

	if (opt == '?')
		return usage_error(command);
	while (opt != OPT_FIRST + i && opt != table->rows[i]->letter)
		i++;
	row = table->rows[i];
	if (row == &help_row) {
		show_help(command);
		return OPTION_ANSWERED;
	}
	status = row->take(row, options + table->offsets[i], optarg);
	return status == EXIT_USAGE ? usage_error(command) : status;
}

bool parse_options(const struct command *command, int argc, char **argv,
		   void *options, char ***operands, int *status)
{
	struct table table;
	int opt;

	make_table(&table, command);
	optind = 0;
	while ((opt = getopt_long(argc, argv, table.letters, table.longopts,
				  NULL)) != -1) {
		*status = take_option(command, &table, opt, options);
		if (*status == OPTION_ANSWERED)
			*status = EXIT_OK;
		else if (*status == EXIT_OK)
			continue;
		return false;
	}
	*operands = argv + optind;
	if (**operands && !command->operand) {
		complain("unexpected argument \"%s\"%s%s", **operands,
			 command->hint ? "; " : "", command->hint ?: "");
		*status = usage_error(command);
		return false;
	}
	return true;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	char **operands;
	void *options;
	int status;

	if (command->main)
		return command->main(argc, argv);
	options = xcalloc(1, command->size);
	if (parse_options(command, argc, argv, options, &operands, &status))
		status = command->run(options, operands);
	if (command->clean)
		command->clean(options);
	free(options);
	return status;
}

/*
 * Help
 */

/* "-v, --verbose", "--initrd=[LABEL=]PATH".  Returns its length. */
static int label(const struct option_row *row, char *text, size_t size)
{
	char letter[] = { '-', row->letter, ',', ' ', '\0' };

	return snprintf(text, size, "%s--%s%s", row->letter ? letter : "",
			row->name, row->argument ?: "");
}

static int widest_label(const struct command *command)
{
	struct table table;
	int i, len, max = 0;

	make_table(&table, command);
	for (i = 0; i < table.count; i++) {
		len = table.rows[i]->help ? label(table.rows[i], NULL, 0) : 0;
		if (len <= LABEL_MAX)
			max = MAX(max, len);
	}
	return max;
}

static void show_row(const struct option_row *row, int width)
{
	const char *line = row->help, *end;
	char text[80];
	int len = label(row, text, sizeof(text));

	printf("  %-*s%s", width, text, len > width ? "\n" : "  ");
	for (;; line = end + 1) {
		end = strchrnul(line, '\n');
		printf("%*s%.*s\n", line == row->help && len <= width ? 0 :
		       width + 4, "", (int)(end - line), line);
		if (!*end)
			return;
	}
}

static void show_usage(const struct command *command)
{
	const char *lead = "Usage:", *line = command->usage, *end;

	for (;; line = end + 1) {
		end = strchrnul(line, '\n');
		if (*line == ' ')
			printf("%.*s\n", (int)(end - line), line);
		else
			printf("%-6s %s %s %.*s\n", lead, program_name,
			       command->name, (int)(end - line), line);
		if (!*end)
			return;
		lead = "";
	}
}

int show_help(const struct command *command)
{
	const struct option_group *group;
	const struct option_row *row;
	int width = widest_label(command);

	show_usage(command);
	printf("\n%s", command->about);
	for (group = command->groups; group->rows; group++) {
		printf("\n%s%s", group->heading ?: "",
		       group->heading ? "\n" : "");
		for (row = group->rows; row->name; row++)
			if (row->help)
				show_row(row, width);
	}
	show_row(&help_row, width);
	if (command->more)
		printf("\n%s", command->more);
	return EXIT_OK;
}

/*
 * Lists for completion: fields between tabs
 */

static int list_options(const struct command *command)
{
	struct table table;
	int i;

	if (command->operand)
		printf("%s\t-\t-\t-\n", command->operand);
	make_table(&table, command);
	for (i = 0; i < table.count; i++) {
		const struct option_row *row = table.rows[i];
		char letter[] = { '-', row->letter, '\0' };

		if (row->help)
			printf("--%s\t%s\t%s\t%.*s\n", row->name, letter,
			       row->argument ?: "-",
			       (int)strcspn(row->help, "\n"), row->help);
	}
	return EXIT_OK;
}

static int list_commands(const struct program *program)
{
	const struct command *const *command;

	for (command = program->commands; *command; command++)
		printf("%s\t%s\n", (*command)->name, (*command)->summary);
	puts("help\tshow the help of a command");
	return EXIT_OK;
}

/*
 * Programs
 */

#define WORD_MAX	32

int word_distance(const char *a, const char *b)
{
	int d[WORD_MAX + 1][WORD_MAX + 1], i, j, cost;
	int la = (int)strlen(a), lb = (int)strlen(b);

	if (la > WORD_MAX || lb > WORD_MAX)
		return WORD_MAX;
	for (i = 0; i <= la; i++) {
		for (j = 0; j <= lb; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			cost = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			cost = MIN(cost, MIN(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				cost = MIN(cost, d[i - 2][j - 2] + 1);
			d[i][j] = cost;
		}
	}
	return d[la][lb];
}

static const struct command *find_command(const struct program *program,
					  const char *name)
{
	const struct command *const *command, *near = NULL;
	int best = 3, d;

	for (command = program->commands; *command; command++) {
		d = word_distance(name, (*command)->name);
		if (!d)
			return *command;
		if (d < best && d < (int)strlen((*command)->name) / 2) {
			best = d;
			near = *command;
		}
	}
	if (near)
		complain("unknown command \"%s\", did you mean \"%s\"?", name,
			 near->name);
	else
		complain("unknown command \"%s\"", name);
	return NULL;
}

static void show_overview(const struct program *program, FILE *out)
{
	const struct command *const *command;

	fprintf(out, "Usage: %s COMMAND [ARGUMENT]...\n\n%s\nCommands:\n",
		program->name, program->purpose);
	for (command = program->commands; *command; command++)
		fprintf(out, "  %-11s %s\n", (*command)->name,
			(*command)->summary);
	fprintf(out,
		"  help        show the help of a command: %s help COMMAND\n"
		"\n"
		"  -h, --help     show this help\n"
		"  -V, --version  show the version\n"
		"\n"
		"Exit status: %s.\n", program->name, program->statuses);
}

static int help(const struct program *program, int argc, char **argv)
{
	bool list = argc > 0 && !strcmp(argv[0], "--list");
	const struct command *command;

	argv += list;
	if (argc == list) {
		if (list)
			return list_commands(program);
		show_overview(program, stdout);
		return EXIT_OK;
	}
	command = find_command(program, argv[0]);
	if (!command)
		return usage_error(NULL);
	return list ? list_options(command) : show_help(command);
}

static int run(const struct program *program, int argc, char **argv)
{
	const struct command *command;
	const char *word;

	if (argc < 2) {
		show_overview(program, stderr);
		return EXIT_USAGE;
	}
	word = argv[1];
	if (!strcmp(word, "-h") || !strcmp(word, "--help"))
		return help(program, 0, NULL);
	if (!strcmp(word, "help"))
		return help(program, argc - 2, argv + 2);
	if (!strcmp(word, "-V") || !strcmp(word, "--version")) {
		printf("%s %s\n", program->name, KEXEC2_VERSION);
		return EXIT_OK;
	}
	if (word[0] == '-') {
		complain("unknown option \"%s\"; the options of a command follow it",
			 word);
		return usage_error(NULL);
	}
	command = find_command(program, word);
	if (!command)
		return usage_error(NULL);
	argv[1] = (char *)program->name;
	return run_command(command, argc - 1, argv + 1);
}

int finish_output(int status)
{
	/* Output that got lost, as on a full disk, is not a success. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write output (%s)", strerror(errno));
		return EXIT_FAILED;
	}
	return status;
}

int run_program(const struct program *program, int argc, char **argv)
{
	program_name = program->name;
	return finish_output(run(program, argc, argv));
}
