package com.example.compat;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The number and the hash of bytes. */
final class Digest {

	private Digest() {
	}

	static String of(InputStream bytes) throws IOException {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			long count = new DigestInputStream(bytes, digest).transferTo(java.io.OutputStream.nullOutputStream());
			return count + " bytes, " + HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
