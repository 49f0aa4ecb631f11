package dev.headway.admission;

import java.util.List;

/** Tells the paths of requests that watch the server. Immutable. */
public interface ManagementPaths {

	/** What there is where nobody watches. */
	ManagementPaths NONE = new ManagementPaths() {

		@Override
		public List<String> beginnings() {
			return List.of();
		}

		@Override
		public boolean test(String path) {
			return false;
		}

	};

	/**
	 * Whether there can be no such path.
	 * @return true if nothing on this port is for watching
	 */
	default boolean isEmpty() {
		return beginnings().isEmpty();
	}

	/**
	 * What these paths begin with if they are written plainly.
	 * @return beginnings, without wildcards
	 */
	List<String> beginnings();

	/**
	 * Whether a path is one of them.
	 * @param path as it was sent, without the query
	 * @return false for a path with a dot segment
	 */
	boolean test(String path);

}
