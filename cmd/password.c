/* Asking for a password on the terminal. */
#include "cmd/password.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static char *read_line(FILE *terminal)
{
	char line[1024];
	char *password = fgets(line, sizeof(line), terminal) ? g_strndup(line, strcspn(line, "\n")) : NULL;

	explicit_bzero(line, sizeof(line));
	return password;
}

/* Reads a line of standard input byte by byte: the rest, possibly a document, is read by others. */
static char *read_input(GError **error)
{
	char line[1024];
	size_t length = 0;
	ssize_t got;

	while (length + 1 < sizeof(line) && (got = read(STDIN_FILENO, &line[length], 1)) == 1 && line[length] != '\n')
		length++;
	line[length] = 0;
	char *password = length ? g_strdup(line) : NULL;
	explicit_bzero(line, sizeof(line));
	if (!password)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NXIO,
			"there is no terminal to ask for the password on, and standard input has no line with it;"
			" a password file or PGPASSWORD can hold it");
	return password;
}

char *password_ask(const char *prompt, GError **error)
{
	FILE *terminal = fopen("/dev/tty", "r+");
	struct termios before, silent;
	char *password;

	if (!terminal || tcgetattr(fileno(terminal), &before) != 0) {
		if (terminal)
			fclose(terminal);
		return read_input(error);
	}
	silent = before;
	silent.c_lflag &= (tcflag_t)~ECHO;
	setbuf(terminal, NULL);
	tcsetattr(fileno(terminal), TCSAFLUSH, &silent);
	fputs(prompt, terminal);
	password = read_line(terminal);
	tcsetattr(fileno(terminal), TCSAFLUSH, &before);
	fputc('\n', terminal);
	fclose(terminal);
	if (!password)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_IO, "no password was given");
	return password;
}

void password_free(char *password)
{
	if (password)
		explicit_bzero(password, strlen(password));
	g_free(password);
}
