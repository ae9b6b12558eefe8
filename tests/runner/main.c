/* The tests of dbalign's commands with a connection share one server. */
#include "tests/server.h"

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}
