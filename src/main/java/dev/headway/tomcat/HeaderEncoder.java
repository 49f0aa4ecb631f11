package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Encodes repeated header names and values only once. Tomcat encodes them for each
 * answer, and makes an encoder for each: on JDK 17 that is more than half of all that it
 * allocates for a small page. This class copies the kept bytes to where Tomcat would have
 * put them, so Tomcat has nothing left to encode.
 * <p>
 * Clients receive the same bytes. Values with characters that Tomcat would have to
 * replace are left to Tomcat. Thread-safe.
 */
final class HeaderEncoder {

	/** The two limits bound the memory for values that are never repeated. */
	private static final int MAX_STRINGS = 256;

	private static final int MAX_LENGTH = 512;

	private final Map<String, byte[]> encoded = new ConcurrentHashMap<>();

	/** Replaces headers by their bytes, if these are known. */
	void encode(MimeHeaders headers) {
		for (int i = 0; i < headers.size(); i++) {
			encode(headers.getName(i));
			// cookies belong to one client, and must not be kept
			if (!headers.getName(i).equalsIgnoreCase("Set-Cookie")) {
				encode(headers.getValue(i));
			}
		}
	}

	private void encode(MessageBytes text) {
		if (text.getType() != MessageBytes.T_STR) {
			return;
		}
		byte[] bytes = bytes(text.toString());
		if (bytes != null) {
			// a copy, because Tomcat reuses the array and writes into it
			byte[] buffer = text.getByteChunk().getBuffer();
			byte[] own = (buffer != null && buffer.length >= bytes.length) ? buffer : new byte[bytes.length];
			System.arraycopy(bytes, 0, own, 0, bytes.length);
			text.setBytes(own, 0, bytes.length);
		}
	}

	private byte @Nullable [] bytes(String text) {
		byte[] bytes = this.encoded.get(text);
		if (bytes == null && this.encoded.size() < MAX_STRINGS && isPlain(text)) {
			bytes = text.getBytes(StandardCharsets.ISO_8859_1);
			this.encoded.put(text, bytes);
		}
		return bytes;
	}

	private static boolean isPlain(String text) {
		return text.length() <= MAX_LENGTH
				&& text.chars().allMatch((character) -> character >= ' ' && character <= '~');
	}

}
