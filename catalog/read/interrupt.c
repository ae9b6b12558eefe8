/* Signals that end a program wait while it has something to finish or to clear away. */
#include "catalog/read/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };

enum { COUNT = sizeof(numbers) / sizeof(numbers[0]) };

static struct sigaction before[COUNT];
static volatile sig_atomic_t came, is_new;
static unsigned held;

static void remember(int number)
{
	came = is_new = number;
}

void interrupt_hold(void)
{
	struct sigaction action = { .sa_handler = remember }; /* without SA_RESTART: a waiting system call fails */

	if (held++)
		return;
	came = is_new = 0;
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

bool interrupt_is_new(void)
{
	bool answer = is_new != 0;

	is_new = 0;
	return answer;
}

void interrupt_release(void)
{
	if (!held || --held)
		return;
	for (size_t i = 0; i < COUNT; i++)
		sigaction(numbers[i], &before[i], NULL);
	if (came)
		raise(came);
}
