package dev.headway.tomcat;

import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a client accepts JSON, and doesn't prefer plain text, by its {@code Accept}
 * header (RFC 9110, 12.5.1). Only ranges that name one of the two count: a client that
 * accepts everything hasn't asked for JSON.
 */
final class JsonPreference {

	private static final Pattern QUALITY = Pattern.compile(";\\s*q=([01](?:\\.[0-9]{0,3})?)");

	private JsonPreference() {
	}

	/** Checks all values of the header. */
	static boolean isIn(Enumeration<String> accept) {
		double json = 0;
		double text = 0;
		while (accept.hasMoreElements()) {
			for (String range : accept.nextElement().toLowerCase(Locale.ROOT).split(",", -1)) {
				String type = range.split(";", 2)[0].strip();
				if (isJson(type)) {
					json = Math.max(json, quality(range));
				}
				else if (type.equals("text/plain") || type.equals("text/*")) {
					text = Math.max(text, quality(range));
				}
			}
		}
		return json > 0 && json >= text;
	}

	private static boolean isJson(String type) {
		return type.equals("application/json") || type.equals("application/*")
				|| (type.startsWith("application/") && type.endsWith("+json"));
	}

	private static double quality(String range) {
		Matcher quality = QUALITY.matcher(range);
		return quality.find() ? Double.parseDouble(quality.group(1)) : 1;
	}

}
