package dev.headway.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.io.ClassPathResource;

/**
 * The live board: one page with its style and script, made once, and the policy that lets
 * it run its own script and no other.
 */
public final class Board {

	private final String html;

	private final String policy;

	/**
	 * Makes the page.
	 * @param buttons the requests that it can send
	 */
	public Board(BoardButtons buttons) {
		String style = read("board.css");
		String script = read("board.js");
		this.html = read("board.html").replace("{style}", style)
			.replace("{script}", script)
			.replace("{send-hidden}", buttons.all().isEmpty() ? " hidden" : "")
			.replace("{buttons}", buttons.html());
		this.policy = "default-src 'none'; style-src " + ContentHash.source(style) + "; script-src "
				+ ContentHash.source(script)
				+ "; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'";
	}

	String html() {
		return this.html;
	}

	/** The policy, with the addresses to which the board sends requests. */
	String contentSecurityPolicy(Iterable<String> addresses) {
		return this.policy + " " + String.join(" ", addresses);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource("board/" + name).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
