package dev.headway.compat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One visit to the application: some requests, with the cookies of earlier answers, and a
 * transcript.
 */
final class Visit {

	private final Sender sender;

	private final StringBuilder transcript = new StringBuilder();

	private final Map<String, String> cookies = new TreeMap<>();

	private int requests;

	Visit(Sender sender) {
		this.sender = sender;
	}

	/** Sends a request; a missing answer is part of the transcript, too. */
	Response send(Request request) throws InterruptedException {
		this.requests++;
		this.transcript.append("> ").append(request).append('\n');
		try {
			Response response = this.sender.send(withCookies(request));
			this.transcript.append(response).append('\n');
			keepCookie(response.header("Set-Cookie"));
			return response;
		}
		catch (IOException ex) {
			this.transcript.append("no answer: ").append(ex).append('\n');
			throw new NoAnswerException(ex);
		}
	}

	Response get(String path, String... headers) throws InterruptedException {
		return send(Request.get(path, headers));
	}

	private Request withCookies(Request request) {
		Request full = request;
		for (Map.Entry<String, String> cookie : this.cookies.entrySet()) {
			full = full.with("Cookie", cookie.getKey() + "=" + cookie.getValue());
		}
		return full;
	}

	private void keepCookie(String header) {
		if (!header.isEmpty()) {
			String[] cookie = header.split(";")[0].split("=", 2);
			this.cookies.put(cookie[0], cookie[1]);
		}
	}

	int requests() {
		return this.requests;
	}

	@Override
	public String toString() {
		return this.transcript.toString();
	}

	/** Sends one request, which runs at once or after a wait. */
	interface Sender {

		Response send(Request request) throws IOException, InterruptedException;

	}

	/** Ends the visit when an answer is missing. */
	static final class NoAnswerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NoAnswerException(IOException cause) {
			super(cause);
		}

	}

}
