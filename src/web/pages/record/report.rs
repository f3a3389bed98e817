//! The report of a job as a page to print: the outcome of each contact.

use askama::Template;

use super::{ClientZone, Fact, ROWS, moment};
use crate::domain::contact::Personal;
use crate::domain::job::{Item, Job, JobKind, Outcome};
use crate::domain::language::Language;
use crate::i18n;
use crate::web::pages::render;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    language: Language,
    title: String,
    facts: Vec<Fact>,
}

impl ReportPage {
    fn text(&self, key: &str) -> String {
        i18n::text(self.language, key)
    }
}

#[derive(Template)]
#[template(
    source = "<tr><td>{{ id }}</td><td>{{ name }}</td><td>{{ outcome }}</td><td>{{ why }}</td></tr>\n",
    ext = "html"
)]
struct ReportRow<'a> {
    id: String,
    name: &'a str,
    outcome: String,
    why: &'a str,
}

/// The page in two parts. The contacts go between them.
#[must_use]
pub fn report(language: Language, portal: &str, job: &Job, zone: Option<&ClientZone>) -> (String, String) {
    let text = |key: &str| i18n::text(language, key);
    let number = job.number.map_or_else(|| job.id.to_string(), |number| number.to_string());
    let counts = &job.counts;
    let outcomes = [
        (Outcome::Deleted, counts.deleted),
        (Outcome::Restored, counts.restored),
        (Outcome::Gone, counts.gone),
        (Outcome::Protected, counts.protected),
        (Outcome::Denied, counts.denied),
        (Outcome::Failed, counts.failed),
        (Outcome::Cancelled, counts.cancelled),
        (Outcome::Pending, counts.pending()),
    ];
    let listed = outcomes.into_iter().filter(|(_, count)| *count > 0);
    let listed = listed
        .map(|(outcome, count)| format!("{} {}", i18n::number(language, count), name_of(language, outcome)));
    let facts = [
        (text("record-portal"), portal.to_owned()),
        (text("record-started"), moment(job.started_at, zone)),
        (text("record-finished"), moment(job.finished_at, zone)),
        (text("record-contacts"), i18n::number(language, counts.total)),
        (text("history-outcome"), listed.collect::<Vec<_>>().join(", ")),
        (text("record-app"), format!("{} {}", text("product-name"), env!("CARGO_PKG_VERSION"))),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let facts = facts.map(|(name, value)| Fact { name, value }).collect();
    let key = if job.kind == JobKind::Restore { "report-title-restore" } else { "report-title" };
    let title = i18n::text_with(language, key, &[("number", number)]);
    let page = render(&ReportPage { language, title, facts });
    match page.split_once(ROWS) {
        Some((top, bottom)) => (top.to_owned(), bottom.to_owned()),
        None => (page, String::new()),
    }
}

/// One contact: its id, its name if it is known, its outcome, and the reason.
#[must_use]
pub fn row(language: Language, item: &Item, name: Option<&Personal>, why: &str) -> String {
    let id = match item.new_id {
        Some(new) => format!("{} → {new}", item.contact_id),
        None => item.contact_id.to_string(),
    };
    let name = name.map_or("", |name| name.0.as_str());
    render(&ReportRow { id, name, outcome: name_of(language, item.outcome), why })
}

fn name_of(language: Language, outcome: Outcome) -> String {
    let outcome = if outcome == Outcome::Asked { Outcome::Pending } else { outcome };
    i18n::text(language, &format!("js-outcome-{}", outcome.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ContactId;

    #[test]
    fn names_become_text_and_never_markup() {
        let item = Item::new(ContactId::new(5).unwrap(), Outcome::Deleted);
        let row = row(Language::En, &item, Some(&Personal("<b>Eva</b>".to_owned())), "a & b");
        assert!(!row.contains("<b>") && row.contains("&#60;b&#62;Eva"), "{row}");
    }
}
