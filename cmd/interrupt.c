/* Signals that end a program wait while it has files to finish or to clear away. */
#include "cmd/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };

enum { COUNT = sizeof(numbers) / sizeof(numbers[0]) };

static struct sigaction before[COUNT];
static volatile sig_atomic_t came;

static void remember(int number)
{
	came = number;
}

void interrupt_hold(void)
{
	struct sigaction action = { .sa_handler = remember };   /* without SA_RESTART: what waits is to fail */

	came = 0;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < COUNT; i++) {
		sigaction(numbers[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
}

bool interrupt_came(void)
{
	return came != 0;
}

void interrupt_release(void)
{
	for (size_t i = 0; i < COUNT; i++)
		sigaction(numbers[i], &before[i], NULL);
	if (came)
		raise(came);
}
