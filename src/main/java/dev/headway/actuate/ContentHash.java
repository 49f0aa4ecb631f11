package dev.headway.actuate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 of a text in UTF-8, in the formats of HTTP headers. */
public final class ContentHash {

	private ContentHash() {
	}

	/**
	 * A source for a Content-Security-Policy that allows an inline style or script, and
	 * no other.
	 * @param text the whole text between the tags
	 * @return {@code 'sha256-…'}, quotes included
	 * @see <a href="https://www.w3.org/TR/CSP3/#grammardef-hash-source">CSP 3,
	 * hash-source</a>
	 */
	public static String source(String text) {
		return "'sha256-" + Base64.getEncoder().encodeToString(sha256(text)) + "'";
	}

	/**
	 * Sixteen hexadecimal digits, enough to tell versions of a page apart.
	 * @param text the whole page
	 * @return the digits
	 */
	public static String hex(String text) {
		return HexFormat.of().formatHex(sha256(text), 0, 8);
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
