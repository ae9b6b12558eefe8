/* Texts in XML and HTML. */
#pragma once

#include <glib.h>

/* Valid, but not escaped: characters that no XML has, escaped or not, become U+FFFD. Free it. */
char *xml_text(const char *text);
/* Appends it, escaped for elements and attributes. */
void xml_append(GString *out, const char *text);
