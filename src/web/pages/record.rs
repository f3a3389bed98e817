//! The record of an erasure as a page of its own: it is filed and printed, so it needs no other file.

use askama::Template;

use super::render;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Item, Outcome};
use crate::domain::language::Language;
use crate::flows::erasure::{Copies, Erasure};
use crate::i18n;

/// Where the contacts go.
const ROWS: &str = "<tr id=\"rows\"></tr>";

/// What the page tells.
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    /// The language that the page speaks.
    pub language: Language,
    /// The portal's host.
    pub portal: &'a str,
    /// What is recorded.
    pub erasure: &'a Erasure,
}

struct Fact {
    name: String,
    value: String,
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

/// The page in two parts, between which the contacts go.
#[must_use]
pub fn record(view: &RecordView<'_>) -> (String, String) {
    let text = |key: &str| i18n::text(view.language, key);
    let with = |key: &str, value: String| i18n::text_with(view.language, key, &[("name", value)]);
    let (record, job) = (&view.erasure.record, &view.erasure.job);
    let counts = &job.counts;
    let user = |id: crate::domain::ids::UserId| with("record-user", id.to_string());
    let kept = counts.denied + counts.protected + counts.failed + counts.cancelled;
    let facts = [
        ("record-reference", record.reference.as_str().to_owned()),
        ("record-portal", view.portal.to_owned()),
        ("record-job", job.id.to_string()),
        ("record-deleted-by", user(job.principal.user_id)),
        ("record-started", moment(job.started_at)),
        ("record-finished", moment(job.finished_at)),
        ("record-recorded", format!("{}, {}", moment(Some(record.recorded_at)), user(record.recorded_by))),
        ("record-deleted", counts.deleted.to_string()),
        ("record-verified", job.verified.to_string()),
        ("record-gone", counts.gone.to_string()),
        ("record-kept", kept.to_string()),
        ("record-set", view.erasure.set.clone()),
        ("record-restored", view.erasure.restored.to_string()),
    ];
    let facts = facts.into_iter().map(|(name, value)| Fact { name: text(name), value }).collect();
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

/// One contact: its number, what became of it, and when.
#[must_use]
pub fn row(item: &Item, language: Language) -> String {
    let outcome = match item.outcome {
        Outcome::Asked => Outcome::Pending,
        outcome => outcome,
    };
    let outcome = i18n::text(language, &format!("js-outcome-{}", outcome.as_str()));
    format!("<tr><td>{}</td><td>{outcome}</td><td>{}</td></tr>\n", item.contact_id, moment(item.settled_at))
}

fn moment(at: Option<UnixTime>) -> String {
    at.map(|at| at.iso().replace('T', " ").replace('Z', " UTC")).unwrap_or_default()
}
