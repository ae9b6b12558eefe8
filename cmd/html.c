/* Pages: one file each, that loads nothing and runs no script but its own. */
#include "cmd/html.h"

#include <assert.h>
#include <string.h>

#include "cmd/xml.h"

/* Light and dark themes; on a narrow screen a table becomes a list of cards. */
static const char base[] =
	":root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--back:#fff;--card:#f6f8fa;--edge:#d1d9e0;--ok:#1a7f37;--no:#cf222e;--link:#0969da;"
	"--change:#9a6700}\n"
	"@media(prefers-color-scheme:dark){:root{--text:#f0f6fc;--soft:#9198a1;--back:#0d1117;--card:#151b23;--edge:#3d444d;--ok:#3fb950;--no:#f85149;"
	"--link:#4493f8;--change:#d29922}}\n"
	"*{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 4rem;background:var(--back);color:var(--text);"
	"font:16px/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h4{margin:1rem 0 .25rem;color:var(--soft);font-weight:600}\n"
	"a{color:var(--link)}code,pre{font:.85em/1.45 ui-monospace,monospace;overflow-wrap:anywhere}pre{white-space:pre-wrap;background:var(--card);"
	"border:1px solid var(--edge);border-radius:6px;padding:.75rem}\n"
	".facts{color:var(--soft);margin:.25rem 0 0}.badge{display:inline-block;border:1px solid currentColor;border-radius:1em;padding:0 .6em;"
	"font-size:.85rem;font-weight:600;color:var(--soft);white-space:nowrap}.ok{color:var(--ok)}.no{color:var(--no)}\n"
	"ul{padding-left:1.2rem;margin:.25rem 0}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid "
	"var(--edge);vertical-align:top;overflow-wrap:anywhere}th{color:var(--soft);font-weight:600;white-space:nowrap}.whole{white-space:nowrap}"
	"small{color:var(--soft);margin-left:.5rem}\n"
	"details{border:1px solid var(--edge);border-radius:6px;padding:.5rem .75rem;margin:.5rem 0;background:var(--back)}summary{cursor:pointer;"
	"font-weight:600}\n"
	"@media(max-width:40rem){thead{display:none}tr{display:block;border:1px solid var(--edge);border-radius:6px;margin:.5rem 0;padding:.25rem}"
	"td{display:flex;gap:.75rem;border:0;padding:.15rem .5rem}td:before{content:attr(data-label);flex:0 0 8rem;color:var(--soft)}td:empty{display:none}}\n";

/* As a policy names a style or a script that it lets pass. */
static void append_hash(GString *out, const char *text)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);

	g_checksum_update(checksum, (const guchar *)text, (gssize)strlen(text));
	g_checksum_get_digest(checksum, digest, &length);
	g_autofree char *code = g_base64_encode(digest, length);
	g_string_append_printf(out, "'sha256-%s'", code);
}

void html_begin(GString *out, const char *title, const char *style, const char *script)
{
	g_autofree char *styles = g_strconcat("\n", base, style, NULL);

	assert(!strpbrk(styles, "<&") && !(script && strpbrk(script, "<&")));
	g_string_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
			     "content=\"width=device-width, initial-scale=1\"/>\n<meta http-equiv=\"Content-Security-Policy\" "
			     "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src ");
	append_hash(out, styles);
	if (script) {
		g_string_append(out, "; script-src ");
		append_hash(out, script);
	}
	g_string_append(out, "\"/>\n");
	html_element(out, "title", NULL, title);
	g_string_append_printf(out, "\n<style>%s</style>\n</head>\n<body>\n", styles);
	/* at its begin, run at its end: the page can be used while it is still being read */
	if (script)
		g_string_append_printf(out, "<script>%s</script>\n", script);
}

void html_end(GString *out)
{
	g_string_append(out, "</body>\n</html>\n");
}

void html_element(GString *out, const char *element, const char *class, const char *text)
{
	g_string_append_printf(out, "<%s%s%s%s>", element, class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
	xml_append(out, text);
	g_string_append_printf(out, "</%s>", element);
}

void html_append_id(GString *out, const char *name)
{
	for (const char *at = name; *at; at++) {
		if (g_ascii_isalnum(*at) || *at == '_' || *at == '-')
			g_string_append_c(out, *at);
		else
			g_string_append_printf(out, "~%02x", (unsigned)(unsigned char)*at);
	}
}
