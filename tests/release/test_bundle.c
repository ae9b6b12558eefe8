/* Releases as one file. */
#include "tests/release/help.h"

TestSuite(bundle, .fini = world_end);

/* A tar of what a bundle has, and of files that python makes of it: names, kinds and links of tarfile. */
#define FORGE(statements) \
	"python3 - <<'END'\n" \
	"import tarfile, io\n" \
	"out = tarfile.open('../bad.tar', 'w')\n" \
	"good = tarfile.open('../good.tar')\n" \
	"members = [(m, good.extractfile(m).read()) for m in good]\n" \
	"def put(name, data=b'x', **more):\n" \
	"  m = tarfile.TarInfo(name); m.size = len(data)\n" \
	"  for k, v in more.items(): setattr(m, k, v)\n" \
	"  out.addfile(m, io.BytesIO(data))\n" \
	"top = members[0][0].name.split('/')[0] + '/'\n" statements "\nout.close()\nEND\n" \
	"cd .. && mkdir -p empty/env && cp bundle_of/env/*.yaml empty/env && dbalign -C empty -e qat apply --bundle bad.tar"
#define ALL "for m, d in members: put(m.name, d)\n"

Test(bundle, written_and_applied)
{
	world("bundled", false);
	rows_there((const struct expected[]){
		{ "dbalign bundle", 4, NULL, "there is no release" },
		{ "mkdir app && echo 'print(1)' >app/shop.py && dbalign release create --file build/00001_t1.sql", 1, NULL,
			"--file build/00001_t1.sql: expected the path of a file of the application" },
		{ "touch 'app/a%b'; dbalign release create --file 'app/a%b'", 1, NULL,
			"expected the path of a file of the application" },
		{ "sed 's/^name: .*/name: \"..\\/x\"/' project.yaml >p; mkdir ../odd; cp -r build rollback pre post manifest ../odd; cp p ../odd/project.yaml; "
		  "cd ../odd; dbalign release create && dbalign bundle",
			1, "R0001\n", "the name of the project, cannot name a bundle" },
		{ "dbalign release create --file app/../../x", 1, NULL, "expected the path of a file of the application" },
		{ "dbalign release create --file app/shop.py && grep -c app/shop.py release/R0001.yaml && for k in alice bob; do dbalign sign R0001 "
		  "--key $k@example.org || exit; done",
			0, "R0001\n1\n", NULL },
		{ "dbalign bundle && cp bundled-R0001.tar ../good.tar", 0, "bundled-R0001.tar\n", NULL },
		{ "sleep 1; touch build/* app/*; chmod 600 build/*; dbalign bundle R0001 -o again.tar && cmp again.tar ../good.tar",
			0, "again.tar\n", NULL },
		{ "tar tf ../good.tar | sort -c && tar tf ../good.tar | wc -l", 0, "18\n", NULL },
		{ "tar xf ../good.tar && cd bundled-R0001 && sha256sum --quiet -c manifest", 0, NULL, NULL },
		{ "rm -r bundled-R0001; echo 'print(2)' >app/shop.py; dbalign bundle", 4, NULL,
			"app/shop.py: is not the file that " },
		{ "echo 'print(1)' >app/shop.py; mkdir -p ../there/env; cp env/qat.yaml ../there/env; cd ../there; dbalign -e qat plan --bundle "
		  "../good.tar --release R0002",
			1, NULL, "../good.tar has R0001, and not R0002" },
		{ "cd ../there; dbalign -e qat apply --bundle ../good.tar", 0, "at 00003_t3\n", NULL },
		{ "cd ../there; dbalign -e qat test --bundle ../good.tar && find . -type f | sort", 0,
			"./env/qat.yaml\n./release/Q0001.yaml\n", NULL },
		{ "ls -d $TMPDIR/* 2>/dev/null", 2, NULL, NULL },
		/* the same file goes to PRD: the report and the approval came since */
		{ "cp ../there/release/Q0001.yaml release && dbalign approve R0001 -e prd --key carol@example.org && mkdir -p ../prd/env ../prd/release && "
		  "cp release/Q* release/A* ../prd/release && cp env/prd.yaml ../prd/env && cd ../prd && dbalign -e prd apply --bundle ../good.tar",
			0, "at 00003_t3\n", NULL },
		{ 0 },
	});
}

Test(bundle, packages)
{
	world("packed_up", false);
	rows_there((const struct expected[]){
		{ "mkdir -p app/sub && echo 1 >app/sub/one && dbalign release create --file app/sub/one && dbalign bundle && dbalign bundle --format deb "
		  "&& dbalign bundle --format spec && cp packed_up-R0001.deb first.deb && dbalign bundle --format deb && cmp packed_up-R0001.deb "
		  "first.deb",
			0, "packed_up-R0001.spec\n", NULL },
		{ "dpkg-deb --info packed_up-R0001.deb", 0, "Package: dbalign-packed-up\n Version: 1\n", NULL },
		{ "dpkg-deb -x packed_up-R0001.deb x && cmp x/usr/share/dbalign/packed_up-R0001.tar packed_up-R0001.tar && cmp "
		  "x/usr/share/packed_up/app/sub/one app/sub/one",
			0, NULL, NULL },
		{ "rpmbuild -bb --quiet --define \"_topdir $PWD/rpm\" --define \"_sourcedir $PWD\" packed_up-R0001.spec >log 2>&1 || cat log; rpm -qlp "
		  "rpm/RPMS/noarch/dbalign-packed_up-1-1.noarch.rpm rpm/RPMS/noarch/dbalign-packed-up-1-1.noarch.rpm 2>/dev/null | grep -v '^error'",
			0, "/usr/share/dbalign/packed_up-R0001.tar\n/usr/share/packed_up\n", NULL },
		{ 0 },
	});
}

Test(bundle, forged)
{
	world("bundle_of", false);
	rows_there((const struct expected[]){
		{ "dbalign release create && for k in alice bob; do dbalign sign R0001 --key $k@example.org || exit; done && dbalign bundle -o ../good.tar",
			0, "../good.tar\n", NULL },
		{ FORGE(ALL "put(top + '../../evil')"), 3, NULL,
			"/../../evil\" is not a name within the one folder of the bundle; nothing of it was used" },
		{ FORGE(ALL "put('/tmp/evil')"), 3, NULL, "\"/tmp/evil\" is not a name within the one folder of the bundle" },
		{ FORGE(ALL "put('other/evil')"), 3, NULL, "\"other/evil\" is not a name within the one folder" },
		{ FORGE("put(top + 'build', b'', type=tarfile.SYMTYPE, linkname='/tmp')\n" ALL), 3, NULL,
			"/build\" is not a plain file" },
		{ FORGE(ALL "put(top + 'l', b'', type=tarfile.LNKTYPE, linkname=top + 'manifest')"), 3, NULL,
			"/l\" is not a plain file" },
		{ FORGE(ALL "put(top + 'p', b'', type=tarfile.FIFOTYPE)"), 3, NULL, "/p\" is not a plain file" },
		{ FORGE(ALL "put(top + 'd', b'', type=tarfile.DIRTYPE)"), 3, NULL, "/d/\" is not a plain file" },
		{ FORGE(ALL "put(members[0][0].name, members[0][1])"), 3, NULL, "\" is there twice" },
		{ FORGE(ALL "put(top + 'evil.sh')"), 3, NULL, "the bundle has evil.sh, which its release does not name" },
		{ FORGE(ALL "put(top + 'env/qat.yaml')"), 3, NULL, "the bundle has env/qat.yaml, which its release does not name" },
		{ FORGE(ALL "put(top + 'release/R0002.yaml')"), 4, NULL, "release/R0002.yaml" },
		{ FORGE("for m, d in members: put(m.name, d.replace(b'integer', b'bigint'))"), 3, NULL, ": its SHA-256 is " },
		{ FORGE("for m, d in members: put(m.name, d.replace(b'2026', b'2027')) if 'R0001.yaml' in m.name else put(m.name, d)"),
			4, NULL, "*" },
		{ FORGE("for m, d in members[:5]: put(m.name, d)"), 1, NULL, "bad.tar: " },
		{ FORGE(""), 3, NULL, "is not a bundle: it is empty" },
		{ "head -c 3000 ../good.tar >../bad.tar; dbalign -C ../empty -e qat apply --bundle ../bad.tar", 3, NULL,
			"bad.tar: " },
		{ "echo no >../bad.tar; dbalign -C ../empty -e qat apply --bundle ../bad.tar", 3, NULL,
			"bad.tar: is not a bundle: " },
		{ "dbalign -C ../empty -e qat apply --bundle ../nosuch.tar", 2, NULL, "../nosuch.tar: cannot be read" },
		{ "ls /tmp/evil ../evil ../../evil $TMPDIR/* 2>/dev/null", 2, NULL, NULL },
		{ "dbalign -C ../empty -e qat apply --bundle ../good.tar", 0, "at 00003_t3\n", NULL },
		{ 0 },
	});
}
