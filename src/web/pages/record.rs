//! The erasure record as a page to print or file. It needs no other file.

pub mod report;

use std::collections::HashMap;

use askama::Template;

use super::render;
use crate::domain::clock::UnixTime;
use crate::domain::contact::Personal;
use crate::domain::ids::UserId;
use crate::domain::job::{Item, Outcome};
use crate::domain::language::Language;
use crate::flows::erasure::{Copies, Erasure};
use crate::i18n;

/// The place of the contacts in the page.
pub(super) const ROWS: &str = "<tr id=\"rows\"></tr>";

/// The data of the page.
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    /// The language of the page.
    pub language: Language,
    /// The portal's host.
    pub portal: &'a str,
    /// The erasure record.
    pub erasure: &'a Erasure,
    /// The names of the users in the record, if the page shall name them.
    pub names: &'a HashMap<UserId, Personal>,
    /// The time zone of the user who requested the page, if it is known.
    pub zone: Option<&'a ClientZone>,
}

/// The time zone of the user's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientZone {
    /// Its offset from UTC.
    minutes: i32,
    /// Its name.
    name: String,
}

impl ClientZone {
    const LONGEST_NAME: usize = 64;

    /// `None` if the offset or the name is not valid.
    #[must_use]
    pub fn new(minutes: i32, name: &str) -> Option<Self> {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
        let is_name = name.len() <= Self::LONGEST_NAME && name.chars().all(is_letter);
        let is_offset = (-14 * 60..=14 * 60).contains(&minutes);
        (is_name && is_offset).then(|| Self { minutes, name: name.to_owned() })
    }
}

/// A name with a value.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    language: Language,
    title: String,
    facts: Vec<Fact>,
    remains: Vec<String>,
}

impl RecordPage {
    fn text(&self, key: &str) -> String {
        i18n::text(self.language, key)
    }
}

/// The page in two parts. The contacts go between them.
#[must_use]
pub fn record(view: &RecordView<'_>) -> (String, String) {
    let text = |key: &str| i18n::text(view.language, key);
    let with = |key: &str, value: String| i18n::text_with(view.language, key, &[("name", value)]);
    let (record, job) = (&view.erasure.record, &view.erasure.job);
    let counts = &job.counts;
    let user = |id: UserId| {
        let number = with("record-user", id.to_string());
        view.names.get(&id).map_or_else(|| number.clone(), |name| format!("{} ({number})", name.0))
    };
    let moment = |at| moment(at, view.zone);
    let count = |count: u32| i18n::number(view.language, count);
    let job_name = job.number.map_or_else(|| job.id.to_string(), |number| number.to_string());
    let kept = counts.denied + counts.protected + counts.failed + counts.cancelled;
    let facts = [
        ("record-reference", record.reference.as_str().to_owned()),
        ("record-portal", view.portal.to_owned()),
        ("record-job", job_name),
        ("record-deleted-by", user(job.principal.user_id)),
        ("record-started", moment(job.started_at)),
        ("record-finished", moment(job.finished_at)),
        ("record-recorded", format!("{}, {}", moment(Some(record.recorded_at)), user(record.recorded_by))),
        ("record-deleted", count(counts.deleted)),
        ("record-verified", count(job.verified)),
        ("record-gone", count(counts.gone)),
        ("record-kept", count(kept)),
        ("record-restored", count(view.erasure.restored)),
        ("record-set", view.erasure.set.clone()),
        ("record-app", format!("{} {}", text("product-name"), env!("CARGO_PKG_VERSION"))),
    ];
    // Facts with the number 0 are left out, except the number of deleted contacts.
    let is_said = |(name, value): &(&str, String)| value != "0" || *name == "record-deleted";
    let facts =
        facts.into_iter().filter(is_said).map(|(name, value)| Fact { name: text(name), value }).collect();
    let copies = match view.erasure.copies {
        Copies::Until(until) => with("record-copies-until", moment(Some(until))),
        Copies::Destroyed(at) => with("record-copies-destroyed", moment(Some(at))),
        Copies::None => text("record-copies-none"),
    };
    let remains = vec![text("record-bin"), copies, text("record-others")];
    let title = with("record-title", record.reference.as_str().to_owned());
    let page = render(&RecordPage { language: view.language, title, facts, remains });
    match page.split_once(ROWS) {
        Some((top, bottom)) => (top.to_owned(), bottom.to_owned()),
        None => (page, String::new()),
    }
}

/// One contact: its id, its outcome, and the time.
#[must_use]
pub fn row(item: &Item, language: Language, zone: Option<&ClientZone>) -> String {
    let outcome = match item.outcome {
        Outcome::Asked => Outcome::Pending,
        outcome => outcome,
    };
    let outcome = i18n::text(language, &format!("js-outcome-{}", outcome.as_str()));
    format!(
        "<tr><td>{}</td><td>{outcome}</td><td>{}</td></tr>\n",
        item.contact_id,
        moment(item.settled_at, zone)
    )
}

/// A time in UTC, preceded by the same time in the user's zone.
pub(super) fn moment(at: Option<UnixTime>, zone: Option<&ClientZone>) -> String {
    let Some(at) = at else { return String::new() };
    let utc = at.iso().replace('T', " ").replace('Z', " UTC");
    let Some(zone) = zone else { return utc };
    let local = UnixTime(at.0 + i64::from(zone.minutes) * 60).iso().replace('T', " ").replace('Z', "");
    let sign = if zone.minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (zone.minutes.abs() / 60, zone.minutes.abs() % 60);
    format!("{local} {sign}{hours:02}:{minutes:02} {} ({utc})", zone.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_precede_utc() {
        let at = Some(UnixTime(1_793_793_600));
        assert_eq!(moment(at, None), "2026-11-04 12:00:00 UTC");
        let zone = ClientZone::new(-210, "America/St_Johns").unwrap();
        let expected = "2026-11-04 08:30:00 -03:30 America/St_Johns (2026-11-04 12:00:00 UTC)";
        assert_eq!(moment(at, Some(&zone)), expected);
        assert_eq!((ClientZone::new(900, "x"), ClientZone::new(0, "<b>")), (None, None));
    }
}
