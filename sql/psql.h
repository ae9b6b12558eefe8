/* Writes a statement so that psql sends it unchanged in meaning. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Follows psql's page in the manual ("SQL Interpolation") and what psql does to find where a statement ends. Appends the statement,
 * of UTF-8 and without final
 * semicolon, changed in nothing that the server minds:
 *
 * - a[1:b] becomes a[1: b], since psql would put the value of its variable b there; :'b' and :"b" in the same way;
 * - in CREATE FUNCTION and CREATE PROCEDURE psql counts BEGIN, CASE and END whatever they mean, so names that look like these are
 * quoted;
 * - characters that nobody sees (sql/hidden.h) become escapes: '...' and $$...$$ become E'...', "..." becomes U&"..."; other white
 * space becomes newlines and blanks. Tabs and newlines stay. It relies on
 *   standard_conforming_strings being on.
 */
void psql_write(GString *out, const char *sql);

/* Whether psql ends the output of psql_write() at the semicolon after it, not before or later. */
bool psql_takes_as_one(const char *sql);
