package dev.headway.site;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Spring MVC's servlet, which for the site's own requests does only the dispatching:
 * interceptors, handler, exception resolvers. The site doesn't use the rest (locale and
 * attributes bound to the thread, the flash map, the parsed path, attributes for views),
 * which takes longer than the page. All other requests are served as usual.
 */
final class SiteServlet extends DispatcherServlet {

	private static final long serialVersionUID = 1L;

	/** Set by the servlet's initialization. */
	private transient @Nullable SiteFirst site;

	@Override
	protected void initStrategies(ApplicationContext context) {
		super.initStrategies(context);
		this.site = context.getBean(SiteFirst.class);
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		if (this.site == null || !this.site.takes(request)) {
			super.service(request, response);
			return;
		}
		try {
			doDispatch(request, response);
		}
		catch (ServletException | IOException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new ServletException("Request processing failed: " + ex, ex);
		}
	}

}
