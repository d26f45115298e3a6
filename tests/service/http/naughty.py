"""Input that has broken services elsewhere: texts, values, bodies and headers.

The kinds are those of the Big List of Naughty Strings by Max Woolf (MIT licence), with what JSON and HTTP add.
"""

import gzip
import zlib

TEXTS = [
    "", " ", "\t", "\n", "\r\n", "\x00", "nul\x00inside", "\x7f", "\x1b[31mred", "\ufeff", "\u200b",
    "\u202etest\u202c", "\ufffe", "\U0010ffff",
    "undefined", "null", "None", "NaN", "Infinity", "-0", "1e309", "0x1f", "1_000", "１２３", "٣", "½", "true",
    "[]", "{}", "\\", "\\\\", "%", "%00", "%2e%2e%2f",
    "%c0%ae", "../../etc/passwd", "..%2f..%2f", "/", "//", "///", ".", "..", ";", "?", "#", "&", "=", "a=b&c=d",
    "'", "\"", "`", "--", "' OR 1=1 --",
    "1'; DROP TABLE events; --", "'; SELECT pg_sleep(9); --", "%s%s%s", "%d", "{0}", "{{7*7}}",
    "${jndi:ldap://x}", "$(touch x)", "`touch x`", "|| touch x",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "<!--", "]]>",
    "<?xml?>", "__proto__", "constructor", "__class__",
    "Ω≈ç√∫˜µ≤≥÷", "田中さん", "社會科學院", "𠜎𠜱𠝹", "👨‍👩‍👧‍👦", "🏳️‍🌈", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗", "ﷺ", "İ", "ß", "ﬀ", "e\u0301",
    "הָיְתָה", "مرحبا", "x" * 127, "x" * 128, "x" * 129,
    "x" * 5_000, "字" * 128, "字" * 129, "👍" * 128, "con", "aux", "a" * 300 + "@", "namespace:value", "p_1:p_2",
    "1" * 400, "-1", "9223372036854775808",
]  # fmt: skip
"""Texts for ids, names, facts, paths and queries."""

VALUES = [
    b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400", b"1" * 500, b"-" + b"9" * 400,
    b"0.1" + b"0" * 3_000 + b"1", b"1e-400", b"-0", b"-0.0",
    b"9223372036854775808", b"18446744073709551616", b"340282366920938463463374607431768211456", b"true",
    b"false", b"null", b'""', b"[]", b"{}", b"[[]]",
    b'"\\ud800"', b'"\\udfff\\ud800"', b'"\xed\xa0\x80"', b'"\xff"', b'"\xc0\x80"', b'"\\u0000"',
    b'"' + b"x" * 20_000 + b'"', b"[" * 300 + b"]" * 300,
    b"[" * 1_100 + b"]" * 1_100, b"[" * 50_000, b'{"a":' * 300 + b"1" + b"}" * 300,
    b'{"a":' * 1_100 + b"1" + b"}" * 1_100, b'{"a":1,"a":2}',
    b'{"__proto__":{"x":1}}', b"[" + b"0," * 20_000 + b"0]",
    b'{' + b",".join(b'"k%d":1' % each for each in range(3_000)) + b"}", b"1.0", b"1e0", b"0x10", b"01", b"+1",
    b".5",
    b"'x'", b"undefined", b"/*x*/1", b"1 2", b"",
]  # fmt: skip
"""Values as they stand in a JSON text, some of which are none."""

BODIES = [
    b"", b" ", b"\x00", b"null", b"[]", b"{}", b'"x"', b"1", b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b"{",
    b"}", b"{]", b'{"a"}', b"{,}", b"[1,]", b"{}{}", b"a=b", b"<a/>",
    b"[" * 100_000, b"\xed\xa0\x80", b'{"events":' + b"[{}," * 100 + b"{}" + b"]" * 100 + b"}",
]  # fmt: skip
"""Whole bodies."""

PACKED = [
    gzip.compress(b"0" * 50_000_000), gzip.compress(gzip.compress(b"{}")), gzip.compress(b"{}")[:-4],
    gzip.compress(b"{}") + b"more", gzip.compress(b""),
    zlib.compress(b"{}"), b"\x1f\x8b", b"\x1f\x8b\x08\x00" + b"\xff" * 100,
]  # fmt: skip
"""Bodies that say they are gzip: a bomb, twice packed, cut off, gone on after the end, and none at all."""

HEADERS = {
    "Authorization": ["Bearer", "bearer \t", "Basic Og==", "Bearer " + "é" * 10, "Digest x", "Bearer null", "\xff"],
    "X-Api-Key": ["", "é", "pk_", "x" * 5_000],
    "Cookie": ["slotwise_session", "slotwise_session=;;;", "slotwise_session=a.b.c.d; slotwise_session=é", "=" * 500],
    "Origin": ["null", "http://", "http://[", "é", "x" * 5_000],
    "Content-Type": ["", ";", "application/json;charset=utf-7", "multipart/form-data", "a/b/c", "é/é"],
    "Content-Encoding": ["gzip, gzip", "br", "", "GZIP", "é"],
    "Slotwise-Signature": ["", "key=", "key=a, time=9999999999999, nonce=x, signature=y", "é"],
    "X-Request-Id": ["", "é", "x" * 5_000, "a b"],
    "traceparent": ["", "00-0-0-0", "é"],
    "X-Forwarded-For": ["", ",,,", "é", "::1%eth0", "999.999.999.999"],
    "Accept": ["", "é", "*/*;q=é", "text/html;q=nan"],
    "If-None-Match": ["é", '"', "*"],
    "Host": ["", "é", "a b", "[", "x" * 300],
}  # fmt: skip
"""Header values by name."""
