/* Writes texts in XML and HTML. */
#pragma once

#include <glib.h>

/* A valid text, not escaped: characters that XML does not allow become U+FFFD. Free it. */
char *xml_text(const char *text);
/* Appends the text, escaped for elements and attributes. */
void xml_append(GString *out, const char *text);
