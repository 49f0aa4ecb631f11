package dev.headway.compat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response.
 *
 * @param status its status
 * @param headers as received, each {@code name: value}
 * @param body as received, with the sizes of chunks if it is chunked
 */
record Response(int status, List<String> headers, byte[] body) {

	private static final int LONG = 8192;

	private static final List<Pattern> TIMES_AND_IDS = List.of(Pattern.compile("(?i)(?<=^date: ).*"),
			Pattern.compile("(?<=JSESSIONID=)[0-9A-F]+"), Pattern.compile("(?<=issuedAt=)[^\\]]+"),
			Pattern.compile("(?<=\"timestamp\":\")[^\"]+"), Pattern.compile("(?<=\"token\":\")[^\"]+"),
			Pattern.compile("(?<=name=\"_csrf\" type=\"hidden\" value=\")[^\"]+"),
			Pattern.compile("(?<=<div id='created'>)[^<]+"), Pattern.compile("127\\.0\\.0\\.1:\\d+"));

	/** The value of a header, or an empty text. */
	String header(String name) {
		String start = name.toLowerCase(Locale.ROOT) + ": ";
		return this.headers.stream()
			.filter((header) -> header.toLowerCase(Locale.ROOT).startsWith(start))
			.findFirst()
			.map((header) -> header.substring(start.length()))
			.orElse("");
	}

	/** The group of a pattern in the body. */
	String find(String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text());
		if (!matcher.find()) {
			throw new IllegalStateException("no " + pattern + " in " + this);
		}
		return matcher.group(1);
	}

	private String text() {
		return new String(this.body, StandardCharsets.ISO_8859_1);
	}

	/** The whole response, without times and ids. */
	@Override
	public String toString() {
		StringBuilder all = new StringBuilder(this.status + "\n");
		this.headers.forEach((header) -> all.append(withoutIds(header)).append('\n'));
		return all.append((this.body.length < LONG) ? withoutIds(text()) : digest()).toString();
	}

	private static String withoutIds(String text) {
		String anonymous = text;
		for (Pattern pattern : TIMES_AND_IDS) {
			anonymous = pattern.matcher(anonymous).replaceAll("*");
		}
		return anonymous;
	}

	private String digest() {
		try {
			return this.body.length + " bytes, "
					+ HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(this.body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
