/* No faults outside tests: see fault.h. */
#include "migrate/fault.h"

#include <stddef.h>

void (*fault_hook)(const char *point, int pid) = NULL;
