package dev.headway.site;

import org.springframework.stereotype.Component;

/**
 * Whether the server is going down, so that each answer is its connection's last. Pages
 * ask in the moment in which they are sent: a request may have been running for long by
 * then.
 */
@Component
public final class LastAnswers {

	private volatile boolean begun;

	/**
	 * From now on each answer is its connection's last.
	 */
	public void begin() {
		this.begun = true;
	}

	/**
	 * Whether each answer is its connection's last.
	 * @return false until the server goes down
	 */
	public boolean haveBegun() {
		return this.begun;
	}

}
