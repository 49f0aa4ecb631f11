package dev.headway.site;

import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * The result of a GET or HEAD request's conditions for a page with an entity tag. A page
 * has no Last-Modified, so conditions on dates are ignored.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110,
 * 13.2.2</a>
 */
enum Precondition {

	/** The page is to be sent, also if there are no conditions. */
	MET,

	/** The client has the page already: 304. */
	NOT_MODIFIED,

	/** The page isn't the one that the client asks for: 412. */
	FAILED;

	/**
	 * One tag of a list. The quantifiers are possessive, so each header is read in one
	 * pass.
	 */
	private static final Pattern TAG = Pattern.compile("\\G[ \\t,]*+(W/)?+(\"[^\"]*+\")[ \\t]*+(?:,|$)");

	static Precondition of(HttpServletRequest request, String entityTag) {
		// getHeader first, which is cheap: most requests have neither header
		if (request.getHeader(HttpHeaders.IF_MATCH) != null
				&& !matches(all(request, HttpHeaders.IF_MATCH), entityTag, true)) {
			return FAILED;
		}
		boolean known = request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
				&& matches(all(request, HttpHeaders.IF_NONE_MATCH), entityTag, false);
		return known ? NOT_MODIFIED : MET;
	}

	private static String all(HttpServletRequest request, String header) {
		return String.join(",", Collections.list(request.getHeaders(header)));
	}

	/** With the strong comparison a weak tag equals no other: RFC 9110, 8.8.3.2. */
	private static boolean matches(String condition, String entityTag, boolean strong) {
		if (condition.strip().equals("*")) {
			return true;
		}
		for (Matcher tag = TAG.matcher(condition); tag.find();) {
			if (tag.group(2).equals(entityTag) && !(strong && tag.group(1) != null)) {
				return true;
			}
		}
		return false;
	}

}
