//! Draws the chart of deleted, restored and kept contacts on the server. The page then needs neither a library nor
//! inline styles.

use askama::Template;

use super::render;
use crate::domain::audit::ContactSums;
use crate::domain::language::Language;
use crate::i18n;

const HEIGHT: u32 = 220;
/// Space below the bars for the days, and above them for the highest number.
const BELOW: u32 = 30;
const ABOVE: u32 = 14;
/// The width of a letter of the numbers beside the bars, and the gap after them.
const LETTER: u32 = 8;
const GAP: u32 = 12;
/// Number of lines above the base line.
const STEPS: u32 = 4;
/// The width that a day's label needs.
const LABEL: u32 = 58;

/// The data of one week.
#[derive(Clone, Debug)]
pub struct Bars {
    /// The first day of the week, as YYYY-MM-DD.
    pub day: String,
    /// The numbers behind its bars.
    pub sums: ContactSums,
}

struct GridLine {
    y: u32,
    text: String,
}

struct Bar {
    series: &'static str,
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

struct Day {
    x: u32,
    day: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Chart {
    title: String,
    width: u32,
    height: u32,
    left: u32,
    lines: Vec<GridLine>,
    bars: Vec<Bar>,
    days: Vec<Day>,
}

/// The chart as SVG with this width.
#[must_use]
pub fn chart(language: Language, width: u32, weeks: &[Bars]) -> String {
    let highest =
        weeks.iter().map(|week| week.sums.deleted.max(week.sums.restored).max(week.sums.kept)).max();
    let step = step(highest.unwrap_or_default());
    let top = u64::from(step) * u64::from(STEPS);
    let space = HEIGHT - ABOVE - BELOW;
    let scaled = |count: u32| u32::try_from(u64::from(count) * u64::from(space) / top).unwrap_or(space);
    let bottom = HEIGHT - BELOW;
    let lines: Vec<GridLine> = (0..=STEPS)
        .map(|at| GridLine {
            y: bottom - space * at / STEPS,
            text: i18n::number(language, step.saturating_mul(at)),
        })
        .collect();
    let letters = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(1);
    let left = u32::try_from(letters).unwrap_or(1) * LETTER + GAP;
    let count = u32::try_from(weeks.len()).unwrap_or(1).max(1);
    let slot = width.saturating_sub(left) / count;
    let thickness = (slot / 5).clamp(3, 14);
    let (mut bars, mut days) = (Vec::new(), Vec::new());
    let each = LABEL.div_ceil(slot.max(1)).max(1);
    for (at, week) in (0..count).zip(weeks) {
        let middle = left + slot * at + slot / 2;
        let series =
            [("deleted", week.sums.deleted), ("restored", week.sums.restored), ("kept", week.sums.kept)];
        for (place, (series, count)) in (0..).zip(series).filter(|(_, (_, count))| *count > 0) {
            // Even the smallest number gets a visible bar.
            let height = scaled(count).max(2);
            let x = (middle + place * (thickness + 1)).saturating_sub(3 * (thickness + 1) / 2);
            bars.push(Bar { series, x, y: bottom - height, width: thickness, height });
        }
        if (count - 1 - at).is_multiple_of(each) {
            // The last label must not be cut off at the edge.
            let x = middle.min(width.saturating_sub(LABEL / 2));
            days.push(Day { x, day: week.day.clone() });
        }
    }
    let title = i18n::text(language, "overview-chart");
    render(&Chart { title, width, height: HEIGHT, left, lines, bars, days })
}

/// The smallest round step with which the top line reaches the highest bar.
fn step(highest: u32) -> u32 {
    let least = highest.div_ceil(STEPS).max(1);
    let mut unit = 1_u32;
    loop {
        for factor in [1, 2, 5] {
            let step = unit.saturating_mul(factor);
            if step >= least {
                return step;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fits_below_the_highest_line() {
        for (highest, expected) in [(0, 1), (1, 1), (4, 1), (5, 2), (113, 50), (999_999, 500_000)] {
            assert_eq!(step(highest), expected, "{highest}");
        }
        let sums = |deleted| ContactSums { deleted, kept: 1, ..ContactSums::default() };
        let weeks: Vec<Bars> =
            [113, 0].map(|deleted| Bars { day: "2026-11-02".to_owned(), sums: sums(deleted) }).to_vec();
        for width in [240, 720] {
            let svg = chart(Language::De, width, &weeks);
            assert_eq!(svg.matches("data-series=\"deleted\"").count(), 1, "a count of zero has no bar");
            assert_eq!(svg.matches("data-series=\"kept\"").count(), 2);
            assert!(!svg.contains("style") && svg.contains("role=\"img\"") && svg.contains("<title"));
        }
    }
}
