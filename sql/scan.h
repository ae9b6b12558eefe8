/* Byte classes, and where each kind of token of PostgreSQL's SQL ends. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * Follows section 4.1 of the manual, "Lexical Structure"; it is the inner
 * half of the lexer and has no other user. Nothing here keeps or allocates
 * anything, and no byte at or past the end is read.
 */

/* What a byte can be; a byte can be several of these. */
#define SCAN_SPACE 0x01
#define SCAN_WORD_START 0x02 /* letters, _ and everything beyond ASCII */
#define SCAN_DIGIT 0x04
#define SCAN_DOLLAR 0x08
#define SCAN_OPERATOR 0x10
#define SCAN_HEX 0x20
#define SCAN_FREE 0x40 /* operator bytes that let a final + or - be */

#define SCAN_WORD (SCAN_WORD_START | SCAN_DIGIT | SCAN_DOLLAR)
#define SCAN_TAG (SCAN_WORD_START | SCAN_DIGIT)

extern const unsigned char scan_classes[256];

static inline bool scan_in(char byte, unsigned int class)
{
	return (scan_classes[(unsigned char)byte] & class) != 0;
}

/* Past the bytes of a class that start at p. */
static inline const char *scan_run(const char *p, const char *end, unsigned int class)
{
	while (p < end && scan_in(*p, class))
		p++;
	return p;
}

static inline char scan_peek(const char *p, const char *end)
{
	return p < end ? *p : '\0';
}

/*
 * The functions below take where a token starts and where the text ends, and
 * give where the token ends; the first three give NULL if the text ends
 * before the token does.
 */

/*
 * p is past the opening quote. With escapes a backslash takes the byte after
 * it along, as in E''.
 */
const char *scan_quoted(const char *p, const char *end, char quote, bool escapes);

/* p is at the first of the comments, which nest. */
const char *scan_block_comment(const char *p, const char *end);

/* p is at a $ and body past the second one; everything between is the tag. */
const char *scan_dollar_body(const char *p, const char *body, const char *end);

/* p is at a digit, or at a point that a digit follows. */
const char *scan_number(const char *p, const char *end);

/* p is at an operator byte that starts no comment. */
const char *scan_operator(const char *p, const char *end);
