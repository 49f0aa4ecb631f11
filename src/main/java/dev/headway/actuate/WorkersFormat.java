package dev.headway.actuate;

import java.nio.charset.StandardCharsets;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;

/** The endpoint's formats. If a client accepts several, the last one is used. */
enum WorkersFormat implements Producible<WorkersFormat> {

	/** For programs. */
	JSON(new MimeType("application", "json")),

	/** For browsers; only they ask for HTML. */
	BOARD(new MimeType("text", "html", StandardCharsets.UTF_8));

	@SuppressWarnings("ImmutableEnumChecker") // MimeType is immutable, but not annotated
												// so
	private final MimeType type;

	WorkersFormat(MimeType type) {
		this.type = type;
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.type;
	}

	@Override
	public boolean isDefault() {
		return this == JSON;
	}

}
