/* Whose signatures count. */
#include "tests/release/help.h"

TestSuite(signatures, .fini = world_end);

#define SIGNED_BY(who) "gpg -q --batch --no-auto-check-trustdb --armor -u " who "@example.org --detach-sign"
#define R "release/R0001.yaml"
#define SHOW "dbalign release show --env qat"

/* Each is the second signature, beside alice's. */
Test(signatures, that_do_not_count)
{
	world("counting", true);
	rows_there((const struct expected[]){
		{ "dbalign release create", 0, "R0001\n", NULL },
		{ SHOW, 4, NULL, "R0001 has 0 of the 2 signatures of a developer that " },
		{ "dbalign sign R0001 --key alice@example.org", 0, R ".", NULL },
		{ SHOW, 4, NULL, "has 1 of the 2 signatures of a developer" },
		{ "dbalign sign R0001 --key alice@example.org && cp " R ".*.asc " R ".copy.asc; " SHOW, 4, "*",
			R ".copy.asc: key " },
		{ SHOW, 4, NULL, ": the same key has signed already, and counts once" },
		{ "rm " R ".copy.asc; " SIGNED_BY("eve") " -o " R ".b.asc " R "; " SHOW, 4, NULL,
			": the policy does not name its key for this" },
		{ "rm " R ".b.asc; " SIGNED_BY("carol") " -o " R ".b.asc " R "; " SHOW, 4, NULL,
			": the policy does not name its key for this" },
		{ "rm " R ".b.asc; " SIGNED_BY("mallory") " -o " R ".b.asc " R "; " SHOW, 4, NULL,
			": the key is not in the policy's keyring" },
		{ "rm " R ".b.asc; " SIGNED_BY("old") " --faked-system-time 20200101T010000 -o " R ".b.asc " R
						      " 2>/dev/null; " SHOW,
			4, NULL, ": the key has expired" },
		{ "rm " R ".b.asc; " SIGNED_BY("early") " --faked-system-time 20200102T000000 --default-sig-expire 1d -o " R
							".b.asc " R " 2>/dev/null; " SHOW,
			4, NULL, ": the signature has expired" },
		{ "rm " R ".b.asc; " SIGNED_BY("early") " --faked-system-time 20200102T000000 -o " R ".b.asc " R
							" 2>/dev/null; " SHOW,
			4, NULL, ": it is older than what it signs" },
		{ "rm " R ".b.asc; " SIGNED_BY("early") " --faked-system-time 20400102T000000 -o " R ".b.asc " R
							" 2>/dev/null; " SHOW,
			4, NULL, ": it is from the future" },
		{ "rm " R ".b.asc; " SIGNED_BY("bob") " --digest-algo SHA1 -o " R ".b.asc " R " 2>/dev/null; " SHOW, 4, NULL,
			": its hash algorithm is weaker than SHA-256" },
		{ "rm " R ".b.asc; " SIGNED_BY(
			  "wrong") " -o " R ".b.asc " R "; printf 'key 1\\nchange-usage\\nS\\nA\\nQ\\nsave\\n' | "
				   "gpg -q --batch --no-tty --no-auto-check-trustdb --command-fd 0 --status-fd 1 --edit-key wrong@example.org >edited "
				   "2>&1; gpg -q --armor --export alice bob carol eve old early gone wrong >../policies/keys.asc; " SHOW,
			4, NULL, ": the key is not one for signing" },
		{ "rm " R ".b.asc; dbalign sign R0001 --key bob@example.org && " SHOW, 0, "# qat takes it\n", NULL },
		{ 0 },
	});
}

/* These end it, however many others are good. */
Test(signatures, that_are_grave)
{
	world("grave", true);
	rows_there((const struct expected[]){
		{ "dbalign release create && for k in alice bob; do dbalign sign R0001 --key $k@example.org; done && " SHOW, 0,
			"# qat takes it\n", NULL },
		{ "cp " R " other; echo >>other; " SIGNED_BY("bob") " -o " R ".x.asc other; " SHOW, 4, NULL, R ".x.asc: key " },
		{ SHOW, 4, NULL, ": it signs other content; nothing was done: find out who has put it there" },
		{ "echo nonsense >" R ".x.asc; " SHOW, 4, NULL, ": it is no signature; nothing was done" },
		{ "rm " R ".x.asc; " SIGNED_BY("gone") " -o " R ".x.asc " R "; " SHOW, 0, "# qat takes it\n", NULL },
		{ "sed 's/^:-/-/' $GNUPGHOME/openpgp-revocs.d/$(gpg --list-keys --with-colons gone@example.org | awk -F: '/^fpr/ {print "
		  "$10; exit}').rev | gpg -q --batch --import 2>/dev/null; gpg -q --armor --export alice bob gone >../policies/keys.asc; " SHOW,
			4, NULL, ": the key was revoked; nothing was done" },
		{ "dbalign -e qat apply", 4, NULL, ": the key was revoked; nothing was done" },
		{ "rm " R ".x.asc; gpg -q --armor --export gone >../policies/keys.asc; " SHOW, 4, NULL,
			": the key is not in the policy's keyring" },
		{ "echo nothing >../policies/keys.asc; " SHOW, 4, NULL, "keys.asc: has no public key" },
		{ "rm ../policies/keys.asc; " SHOW, 4, NULL, "keys.asc: cannot be read: No such file or directory" },
		{ "ls -d $TMPDIR/* 2>/dev/null", 2, NULL, NULL },
		{ 0 },
	});
}

#define KEY(name, options) \
	"gpg -q --batch --no-auto-check-trustdb --pinentry-mode loopback --passphrase '' " options "--quick-generate-key " name \
	"@example.org ed25519 sign never 2>/dev/null; "
#define FINGERPRINT(name) \
	"$(gpg -q --no-auto-check-trustdb --list-keys --with-colons " name "@example.org | awk -F: '/^fpr/ {print $10; exit}')"
#define EXPIRE(name, options) \
	"gpg -q --batch --no-auto-check-trustdb " options "--quick-set-expire " FINGERPRINT(name) " seconds=1 2>/dev/null; "
#define FAKED(ago) "--faked-system-time $(date -u -d '" ago "' +%Y%m%dT%H%M%S) "
#define EXPORT "gpg -q --armor --export alice brief late >../policies/keys.asc; "

/*
 * Two keys that were good when the release was signed. One expires afterwards, the other, as its owner says later, had expired an hour
 * before. Neither counts, unless the policy says so, and then only the first, where the release was taken before.
 */
Test(signatures, of_keys_that_have_expired_since)
{
	world("lifetimes", false);
	rows_there((const struct expected[]){
		{ KEY("brief", "") KEY("late", FAKED("1 day ago")) EXPORT, 0, NULL, NULL },
		{ "sed -i \"s/keys: .*/keys: [" FINGERPRINT("alice") ", " FINGERPRINT("brief") ", " FINGERPRINT(
			  "late") "]}/\" ../policies/qat.yaml; "
				  "sed s/lifetimes_qat/lifetimes_prd/ env/qat.yaml >env/other.yaml; cp ../policies/qat.yaml ../policies/other.yaml",
			0, NULL, NULL },
		{ "dbalign release create && for k in alice brief late; do dbalign sign R0001 --key $k@example.org >signed; done; cat signed; mv $(cat "
		  "signed) late.asc; " SHOW,
			0, "# qat takes it\n", NULL },
		{ "dbalign -e qat apply --to 2", 0, "at 00002_t2", NULL },
		{ EXPIRE("brief", "") "sleep 2; " EXPORT "dbalign -e qat apply", 4, NULL,
			"R0001 has 1 of the 2 signatures of a developer" },
		{ SHOW " 2>&1 | grep -cE 'the key has expired on 20[0-9-]+ [0-9:]+ UTC, after it was signed$'", 0, "1\n", NULL },
		{ "echo 'expired: accept-if-signed-before-expiry' | tee -a ../policies/qat.yaml >>../policies/other.yaml; " SHOW, 0,
			"# qat takes it where it was taken before: key ", NULL },
		{ "dbalign -e other apply", 4, NULL,
			"lifetimes_prd has not taken R0001 before; nothing was done: have it signed by keys that are good now" },
		{ "dbalign -e qat apply", 0, "at 00003_t3", NULL },
		{ EXPIRE("late", FAKED("1 hour ago")) EXPORT
			"rm " R ".*; dbalign sign R0001 --key alice@example.org; mv late.asc " R ".l.asc; " SHOW,
			4, "*", "UTC, before it was signed" },
		{ 0 },
	});
}

#define DAY(which) "$(date -u -d '" which "' +%F)"
#define VALID(days) \
	"sed -i '/^ *valid/d; /keyring_days/d' ../policies/qat.yaml; sed \"s/\\(developer: .*\\)}$/\\1, " days \
	"}/\" ../policies/plain >../policies/qat.yaml; "

/* A policy can limit the days on which a key counts: after the last one the key is treated as expired. */
Test(signatures, of_keys_that_the_policy_takes_for_a_while)
{
	world("seasons", false);
	rows_there((const struct expected[]){
		{ KEY("season", FAKED("5 days ago")) "gpg -q --armor --export alice season >../policies/keys.asc; sed \"s/keys: .*/keys: [" FINGERPRINT(
			  "alice") ", " FINGERPRINT("season") "]}/\" ../policies/qat.yaml >../policies/plain; cp ../policies/plain ../policies/qat.yaml; dbalign release create && for k in alice season; do dbalign sign R0001 --key $k@example.org; done; " SHOW,
			0, "# qat takes it\n", NULL },
		{ VALID("valid_from: {" FINGERPRINT("season") ": " DAY("today") "}, valid_to: {" FINGERPRINT("season") ": " DAY(
			  "today") "}") SHOW,
			0, "# qat takes it\n", NULL },
		{ VALID("valid_from: {" FINGERPRINT("season") ": " DAY("tomorrow") "}") SHOW, 4, NULL,
			": it was made before the day from which on the policy takes its key" },
		{ "dbalign -e qat apply", 4, NULL, "R0001 has 1 of the 2 signatures of a developer" },
		{ VALID("valid_to: {" FINGERPRINT("season") ": " DAY("yesterday") "}") SHOW, 4, NULL,
			": the policy takes its key until 20" },
		/* made before that day, as its owner says, but older than what it signs */
		{ "rm " R
		  ".*; sed -i \"s/^created: .*/created: \\\"" DAY("3 days ago") "T00:00:00Z\\\"/\" " R "; rm " R ".*; " SIGNED_BY(
			  "alice") " -o " R ".a.asc " R "; " SIGNED_BY("season") " " FAKED("2 days ago") "-o " R ".b.asc " R
													 " 2>/dev/null; " SHOW,
			4, "*", "and it was signed before that day ended" },
		{ "echo 'expired: accept-if-signed-before-expiry' >>../policies/qat.yaml; " SHOW, 0,
			"# qat takes it where it was taken before: key ", NULL },
		{ "dbalign -e qat apply", 4, NULL,
			"seasons_qat has not taken R0001 before; nothing was done: have it signed by keys that are good now" },
		{ VALID("valid_to: {" FINGERPRINT("carol") ": 2026-01-01}") SHOW, 4, NULL,
			"expected only keys of \"keys\", found " },
		{ VALID("valid_to: {" FINGERPRINT("season") ": 2026-13-01}") SHOW, 4, NULL,
			"expected a day such as 2026-01-31, found 2026-13-01" },
		/* a keyring from before somebody has lost his key */
		{ "{ cat ../policies/plain; echo 'keyring_days: 7'; } >../policies/qat.yaml; " SHOW, 0, "# qat takes it\n", NULL },
		{ "touch -d '8 days ago' ../policies/keys.asc; " SHOW, 4, NULL, "keys.asc: is older than the 7 days that " },
		{ 0 },
	});
}

/* A policy that requires a signature of the runner for reports. */
Test(signatures, of_the_runner)
{
	world("machines", false);
	rows_there((const struct expected[]){
		{ KEY("robot", "") "gpg -q --armor --export alice bob carol robot >../policies/keys.asc; echo \"  runner: {needed: 1, keys: [" FINGERPRINT(
			  "robot") "]}\" >>../policies/prd.yaml; dbalign release create && for k in alice bob; do dbalign sign R0001 --key $k@example.org >said; done; "
				   "dbalign -e qat apply",
			0, "report: release/Q0001.yaml\n", NULL },
		{ "dbalign -e prd approve R0001 --key carol@example.org", 4, NULL, "Q0001 has 0 of the 1 signatures of a runner" },
		{ "dbalign sign Q0001 --key alice@example.org && dbalign -e prd approve R0001 --key carol@example.org", 4, "*",
			": the policy does not name its key for this" },
		{ "dbalign sign Q0001 --key robot@example.org && dbalign -e prd approve R0001 --key carol@example.org && dbalign -e prd apply",
			0, "at 00003_t3\n", NULL },
		{ 0 },
	});
}

Test(signatures, policies)
{
	world("policies_of", false);
	rows_there((const struct expected[]){
		{ "cp ../policies/prd.yaml good; sed -i s/PRD/QAT/ env/prd.yaml; dbalign -e prd apply", 4, NULL,
			"env/prd.yaml: \"stage\" is QAT, and " },
		{ "sed -i s/QAT/PRD/ env/prd.yaml; echo 'on_failure: revert-run' >>env/prd.yaml; dbalign -e prd apply", 4, NULL,
			"the way back of an environment with a policy" },
		{ "sed -i /revert/d env/prd.yaml; sed '/customer/d' good >../policies/prd.yaml; dbalign -e prd apply", 4, NULL,
			"no customer is needed; for stage PRD one at least is" },
		{ "sed 's/needed: 2/needed: 3/' good >../policies/prd.yaml; dbalign -e prd apply", 4, NULL,
			"signers \"developer\": more signatures are needed than there are keys" },
		{ "sed 's/needed: 2/needed: 0/' good >../policies/prd.yaml; dbalign -e prd apply", 4, NULL,
			"no developer is needed" },
		{ "sed 's/\\[[0-9A-F]*\\([0-9A-F]\\{16\\}\\)/[\\1/' good >../policies/prd.yaml; dbalign -e prd apply", 4, NULL,
			"expected whole fingerprints, of 40 or 64 hexadecimal digits in capitals, found " },
		{ "sed 's/developer: {needed: 2, keys: \\[\\([0-9A-F]*\\), [0-9A-F]*/developer: {needed: 2, keys: [\\1, \\1/' good "
		  ">../policies/prd.yaml; dbalign -e prd apply",
			4, NULL, "a key is there twice: " },
		{ "sed 's/customer/costumer/' good >../policies/prd.yaml; dbalign -e prd apply", 4, NULL,
			"expected developer, customer or runner" },
		{ "cp good ../policies/prd.yaml && cp -r ../policies . && DBALIGN_POLICIES=$PWD/policies dbalign -e prd apply", 4,
			NULL, "is within the project, where whoever" },
		{ "DBALIGN_POLICIES=/nowhere dbalign -e prd apply", 4, NULL, "/nowhere: is no folder of policies" },
		{ "printf 'stage: DEV\\nplace: policies_of_qat\\ndrift: off\\n' >env/dev.yaml; dbalign -e dev apply", 0,
			"at 00003_t3", NULL },
		{ "cp good ../policies/prd.yaml; sed -i /revert/d env/prd.yaml; for more in 'targets: {x: nosuch}' 'tenants: SELECT 1'; do cp env/prd.yaml "
		  "env/keep; echo \"$more\" >>env/prd.yaml; dbalign -e prd approve R0001; mv env/keep env/prd.yaml; done",
			0, NULL,
			"release/R0001.yaml: cannot be read: No such file or directory\ndbalign: release/R0001.yaml: cannot be read" },
		{ "dbalign -e dev apply --release R0001", 1, NULL, "dev has no policy, so it takes no releases" },
		{ "dbalign -e dev approve R0001", 1, NULL, "dev has no policy, so nobody has to approve anything" },
		{ 0 },
	});
}
