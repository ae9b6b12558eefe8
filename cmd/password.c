/* Asking for a password on the terminal. */
#include "cmd/password.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>

static char *read_line(FILE *terminal)
{
	char line[1024];
	char *password = fgets(line, sizeof(line), terminal) ? g_strndup(line, strcspn(line, "\n")) : NULL;

	explicit_bzero(line, sizeof(line));
	return password;
}

char *password_ask(const char *prompt, GError **error)
{
	FILE *terminal = fopen("/dev/tty", "r+");
	struct termios before, silent;
	char *password;

	if (!terminal || tcgetattr(fileno(terminal), &before) != 0) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NXIO,
			"there is no terminal to ask for the password on; a password file or PGPASSWORD can hold it");
		if (terminal)
			fclose(terminal);
		return NULL;
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
