package dev.headway.tomcat;

import org.jspecify.annotations.Nullable;

/** The server can't start with its configuration. */
public final class ServerStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Ends the start, with two sentences for the user.
	 * @param message what is wrong
	 * @param action what to do about it
	 */
	public ServerStartException(String message, String action) {
		this(message, action, null);
	}

	/**
	 * Ends the start because of another failure.
	 * @param message what is wrong
	 * @param action what to do about it
	 * @param cause the failure, or null
	 */
	public ServerStartException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
