package dev.headway.admission;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is said of some handlers.
 *
 * @param path pattern of the paths that they serve
 * @param method the method that they serve; null for any
 * @param pace what they are
 */
public record PaceRule(String path, @Nullable String method, DeclaredPace pace) {

	private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]*");

	public PaceRule {
		if (method != null && !isMethod(method)) {
			throw new IllegalArgumentException("not a method: " + method);
		}
	}

	/**
	 * Whether a word looks like a request method; they are told apart by case.
	 * @param method a word
	 * @return false if it has lower case letters, for example
	 */
	public static boolean isMethod(String method) {
		return METHOD.matcher(method).matches();
	}

}
