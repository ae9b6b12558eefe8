/* The tests of dbalign, those that need a connection and those that do not, share one server. */
#include "tests/server.h"

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}
