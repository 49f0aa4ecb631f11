package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.Method;

/**
 * The answer to refused requests unless an application has its own: a problem (RFC 9457)
 * for clients that accept JSON, a line of text for all others. Both are made once, and
 * contain nothing but the status.
 */
final class NegotiatedRefusal implements RefusalHandler {

	private static final byte[] PROBLEM = bytes("""
			{"type":"about:blank","title":"Service Unavailable","status":503}""");

	private static final byte[] TEXT = bytes("503 Service Unavailable\n");

	@Override
	public void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
		boolean json = JsonPreference.isIn(request.getHeaders("Accept"));
		byte[] body = json ? PROBLEM : TEXT;
		response.setContentType(json ? "application/problem+json" : "text/plain;charset=UTF-8");
		response.setContentLength(body.length);
		if (!Method.HEAD.equals(request.getMethod())) {
			response.getOutputStream().write(body);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
