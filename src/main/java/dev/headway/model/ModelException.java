package dev.headway.model;

/** The model can't be had as it is asked for. */
final class ModelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	ModelException(String message, String action) {
		super(message);
		this.action = action;
	}

	/** What to do about it. */
	String action() {
		return this.action;
	}

}
