package dev.headway.lab;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the results as SVG for light and dark backgrounds. */
final class Charts {

	private static final int WIDTH = 860;

	private static final int HEIGHT = 420;

	/** A placeholder for the colour of text, replaced at the end. */
	private static final Color INK = new Color(1, 2, 3);

	/**
	 * Colours for people who can't distinguish red and green, on white and on black
	 * (Okabe and Ito).
	 */
	private static final Color[] LINES = { new Color(0xD55E00), new Color(0xE69F00), new Color(0x0072B2),
			new Color(0xCC79A7), new Color(0x56B4E9), new Color(0x009E73), new Color(0x999999) };

	private static final Color[] OUTCOMES = { new Color(0x009E73), new Color(0xE69F00), new Color(0xD55E00),
			new Color(0x999999) };

	private static final String STYLE = "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>";

	private final List<ModelResult> results;

	Charts(List<ModelResult> results) {
		this.results = results;
	}

	/** The chart: how long a quick request takes, by the number of slow ones. */
	String latency() throws IOException {
		return linesBySleepers("GET / beside slow requests", "p99 of GET / in ms", (result) -> result.latency().p99());
	}

	String sleepersDone() throws IOException {
		return linesBySleepers("All slow requests answered after", "seconds",
				(result) -> (result.sleepersDone() != null) ? result.sleepersDone().median() : Double.NaN);
	}

	String throughput() throws IOException {
		CategoryChart chart = chart("GET / as fast as it goes", "", "answers per second");
		chart.addSeries("alone", models(), values((result) -> result.getThroughputAlone().median()));
		chart.addSeries("beside " + Scenario.SLEEPERS_BESIDE + " sleepers", models(),
				values((result) -> result.getThroughputBesideSleepers().median()));
		return svg(chart, chart.getTitle() + ": " + String.join(", ", models()));
	}

	String crowd() throws IOException {
		CategoryChart chart = chart("Very many slow requests at once", "", "requests");
		chart.getStyler().setStacked(true).setSeriesColors(OUTCOMES);
		chart.addSeries("answered", models(), values((result) -> result.getCrowd().outcome().answered()));
		chart.addSeries("refused (503)", models(), values((result) -> result.getCrowd().outcome().refused()));
		chart.addSeries("failed", models(), values((result) -> result.getCrowd().outcome().failed()));
		chart.addSeries("still waiting", models(), values((result) -> result.getCrowd().outcome().unanswered()));
		return svg(chart, chart.getTitle() + ": " + String.join(", ", models()));
	}

	String threads() throws IOException {
		CategoryChart chart = chart("What very many slow requests take", "", "threads, or MiB");
		chart.addSeries("threads", models(), values((result) -> result.getCrowd().peak().threads()));
		chart.addSeries("resident memory, MiB", models(),
				values((result) -> result.getCrowd().peak().residentKilobytes() / 1024.0));
		return svg(chart, chart.getTitle() + ": " + String.join(", ", models()));
	}

	private List<String> models() {
		return this.results.stream().map(ModelResult::getModel).toList();
	}

	private List<Double> values(ToDoubleFunction<ModelResult> value) {
		return this.results.stream().map(value::applyAsDouble).toList();
	}

	/**
	 * The numbers of sleepers have equal distances, because 0 has no logarithm.
	 */
	private String linesBySleepers(String title, String unit, ToDoubleFunction<ModelResult.SleeperResult> value)
			throws IOException {
		List<Integer> sleepers = List.copyOf(this.results.get(0).getBySleepers().keySet());
		XYChart chart = new XYChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title(title)
			.xAxisTitle("slow requests of 1 s in flight")
			.yAxisTitle(unit)
			.build();
		style(chart.getStyler());
		chart.getStyler().setYAxisLogarithmic(true).setXAxisMin(0.0).setXAxisMax(sleepers.size() - 1.0);
		chart.getStyler().setYAxisMin(decade(value, Math::floor)).setYAxisMax(decade(value, Math::ceil));
		chart.getStyler().setXAxisMaxLabelCount(sleepers.size());
		chart.getStyler().setYAxisDecimalPattern("#,##0.###");
		chart.setCustomXAxisTickLabelsFormatter((index) -> label(sleepers, index));
		for (ModelResult result : this.results) {
			List<Integer> x = new ArrayList<>();
			List<Double> y = new ArrayList<>();
			for (int i = 0; i < sleepers.size(); i++) {
				double measured = value.applyAsDouble(result.getBySleepers().get(sleepers.get(i)));
				// a logarithmic axis has no place for others
				if (measured > 0) {
					x.add(i);
					y.add(measured);
				}
			}
			chart.addSeries(result.getModel(), x, y)
				.setMarker(SeriesMarkers.CIRCLE)
				.setLineStyle(new BasicStroke(2.5f));
		}
		return svg(chart, title + ": " + String.join(", ", models()));
	}

	private static String label(List<Integer> sleepers, double index) {
		return (index == Math.rint(index)) ? sleepers.get((int) index).toString() : "";
	}

	/** The next power of ten below or above all values. */
	private double decade(ToDoubleFunction<ModelResult.SleeperResult> value, DoubleUnaryOperator rounding) {
		DoubleSummaryStatistics all = this.results.stream()
			.flatMap((result) -> result.getBySleepers().values().stream())
			.mapToDouble(value)
			.filter((measured) -> measured > 0)
			.summaryStatistics();
		double extreme = (rounding.applyAsDouble(0.5) == 0) ? all.getMin() : all.getMax();
		return Math.pow(10, rounding.applyAsDouble(Math.log10(extreme)));
	}

	private static CategoryChart chart(String title, String x, String y) {
		CategoryChart chart = new CategoryChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title(title)
			.xAxisTitle(x)
			.yAxisTitle(y)
			.build();
		style(chart.getStyler());
		chart.getStyler().setAvailableSpaceFill(0.7);
		// the models' names are longer than their bars are wide
		chart.getStyler().setXAxisLabelRotation(20);
		return chart;
	}

	private static void style(AxesChartStyler styler) {
		Color clear = new Color(0, 0, 0, 0);
		styler.setSeriesColors(LINES);
		styler.setLegendPosition(LegendPosition.OutsideE).setLegendBackgroundColor(clear).setLegendBorderColor(clear);
		styler.setChartBackgroundColor(clear).setPlotBackgroundColor(clear).setChartFontColor(INK);
		styler.setPlotBorderVisible(false);
		styler.setAxisTickLabelsColor(INK).setXAxisTitleColor(INK).setYAxisTitleColor(INK);
		styler.setPlotGridLinesColor(new Color(128, 128, 128, 70)).setAxisTickMarksColor(INK);
		// each dash would be an element, and the file five times as long
		styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
		styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
	}

	private static String svg(Chart<?, ?> chart, String label) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
		String svg = out.toString(StandardCharsets.UTF_8);
		String drawn = svg.substring(svg.indexOf("<svg"))
			.replace("rgb(1,2,3)", "currentColor")
			.replace("#010203", "currentColor");
		return drawn.replaceFirst(">", " role=\"img\" aria-label=\"" + label + "\">" + STYLE);
	}

}
