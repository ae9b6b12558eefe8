/* Finds the ends of quotes, comments, numbers and operators. */
#include "sql/scan.h"

#include <string.h>

const unsigned char scan_classes[256] = {
	[' '] = SCAN_SPACE,
	['\t'] = SCAN_SPACE,
	['\n'] = SCAN_SPACE,
	['\r'] = SCAN_SPACE,
	['\f'] = SCAN_SPACE,
	['\v'] = SCAN_SPACE,
	['A' ... 'F'] = SCAN_WORD_START | SCAN_HEX,
	['G' ... 'Z'] = SCAN_WORD_START,
	['a' ... 'f'] = SCAN_WORD_START | SCAN_HEX,
	['g' ... 'z'] = SCAN_WORD_START,
	['_'] = SCAN_WORD_START,
	[0x80 ... 0xFF] = SCAN_WORD_START,
	['0' ... '9'] = SCAN_DIGIT | SCAN_HEX,
	['$'] = SCAN_DOLLAR,
	['+'] = SCAN_OPERATOR,
	['-'] = SCAN_OPERATOR,
	['*'] = SCAN_OPERATOR,
	['/'] = SCAN_OPERATOR,
	['<'] = SCAN_OPERATOR,
	['>'] = SCAN_OPERATOR,
	['='] = SCAN_OPERATOR,
	['~'] = SCAN_OPERATOR | SCAN_FREE,
	['!'] = SCAN_OPERATOR | SCAN_FREE,
	['@'] = SCAN_OPERATOR | SCAN_FREE,
	['#'] = SCAN_OPERATOR | SCAN_FREE,
	['%'] = SCAN_OPERATOR | SCAN_FREE,
	['^'] = SCAN_OPERATOR | SCAN_FREE,
	['&'] = SCAN_OPERATOR | SCAN_FREE,
	['|'] = SCAN_OPERATOR | SCAN_FREE,
	['`'] = SCAN_OPERATOR | SCAN_FREE,
	['?'] = SCAN_OPERATOR | SCAN_FREE,
};

const char *scan_quoted(const char *p, const char *end, char quote, bool escapes)
{
	for (;;) {
		if (escapes) {
			while (p < end && *p != quote && *p != '\\')
				p++;
		} else {
			p = memchr(p, quote, (size_t)(end - p));
		}
		if (p == NULL || p >= end)
			return NULL;
		if (*p == quote && scan_peek(p + 1, end) != quote)
			return p + 1;
		/* A doubled quote, or a backslash and what it escapes. */
		if (end - p < 2)
			return NULL;
		p += 2;
	}
}

const char *scan_block_comment(const char *p, const char *end)
{
	size_t depth = 0;

	while (end - p >= 2) {
		if (p[0] == '/' && p[1] == '*') {
			depth++;
			p += 2;
		} else if (p[0] == '*' && p[1] == '/') {
			p += 2;
			if (--depth == 0)
				return p;
		} else {
			p++;
		}
	}
	return NULL;
}

const char *scan_dollar_body(const char *p, const char *body, const char *end)
{
	size_t length = (size_t)(body - p);
	const char *at = body;

	while ((at = memchr(at, '$', (size_t)(end - at))) != NULL) {
		if ((size_t)(end - at) < length)
			return NULL;
		if (memcmp(at, p, length) == 0)
			return at + length;
		at++;
	}
	return NULL;
}

/* Digits of a class with single underscores between them; p itself if none. */
static const char *scan_digits(const char *p, const char *end, unsigned int class)
{
	while (p < end && scan_in(*p, class)) {
		p++;
		if (scan_peek(p, end) == '_' && scan_in(scan_peek(p + 1, end), class))
			p++;
	}
	return p;
}

const char *scan_number(const char *p, const char *end)
{
	const char *exponent;

	if (*p == '0' && end - p > 2) {
		/* 0x_1F is a number as well; 8 and 9 in 0o and 0b are junk. */
		const char *digits = p + (p[2] == '_' ? 3 : 2);
		unsigned int class = (p[1] | 0x20) == 'x' ? SCAN_HEX : SCAN_DIGIT;

		if (strchr("xXoObB", p[1]) != NULL && p[1] != '\0' && scan_in(scan_peek(digits, end), class))
			return scan_digits(digits, end, class);
	}
	p = scan_digits(p, end, SCAN_DIGIT);
	/* 1..2 is the range 1 .. 2, not 1. followed by .2 */
	if (scan_peek(p, end) == '.' && scan_peek(p + 1, end) != '.')
		p = scan_digits(p + 1, end, SCAN_DIGIT);
	if ((scan_peek(p, end) | 0x20) == 'e') {
		exponent = p + 1;
		if (scan_peek(exponent, end) == '+' || scan_peek(exponent, end) == '-')
			exponent++;
		if (scan_in(scan_peek(exponent, end), SCAN_DIGIT))
			p = scan_digits(exponent, end, SCAN_DIGIT);
	}
	return p;
}

const char *scan_operator(const char *p, const char *end)
{
	const char *stop = p;
	bool is_free = false;

	while (stop < end && scan_in(*stop, SCAN_OPERATOR)) {
		if ((*stop == '/' && scan_peek(stop + 1, end) == '*') || (*stop == '-' && scan_peek(stop + 1, end) == '-'))
			break;
		is_free |= scan_in(*stop, SCAN_FREE);
		stop++;
	}
	/* So that a=-1 is a comparison with -1; but @- is an operator. */
	while (!is_free && stop - p > 1 && (stop[-1] == '+' || stop[-1] == '-'))
		stop--;
	return stop;
}
