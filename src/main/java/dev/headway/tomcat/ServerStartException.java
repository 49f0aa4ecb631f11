package dev.headway.tomcat;

/** The server can't be had as it is configured. */
final class ServerStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	ServerStartException(String message, String action) {
		super(message);
		this.action = action;
	}

	/** What to do about it. */
	String action() {
		return this.action;
	}

}
