/* Finds remains of failed commands outside transactions, which no snapshot contains. */
#pragma once

/*
 * A query of their names, qualified and quoted: indexes of CREATE INDEX CONCURRENTLY that are not valid, and partitions that DETACH
 * PARTITION ... CONCURRENTLY has half detached. The server's version as 150018.
 */
const char *leftovers_sql(int version);
