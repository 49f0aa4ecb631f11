package dev.headway.site;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Takes requests for the site to its controller before Actuator's mapping has gone
 * through all of its endpoints for each. Those that may be Actuator's take the usual way.
 */
final class SiteFirst implements HandlerMapping, Ordered {

	private final HandlerMapping site;

	private final String others;

	/**
	 * Makes a shortcut.
	 * @param site what knows the site's controller
	 * @param others what the paths begin with that may be somebody else's
	 */
	SiteFirst(HandlerMapping site, String others) {
		this.site = site;
		this.others = others;
	}

	@Override
	public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) throws Exception {
		return request.getRequestURI().startsWith(this.others, request.getContextPath().length()) ? null
				: this.site.getHandler(request);
	}

	@Override
	public boolean usesPathPatterns() {
		return this.site.usesPathPatterns();
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
