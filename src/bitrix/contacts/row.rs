//! A contact as the portal's lists return it: single values are strings, and empty multiple values are absent.

use std::collections::HashMap;

use serde_json::Value;

use super::listing::PAGE_SIZE;
use crate::bitrix::batch::{Command, CommandOutcome};
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Caller, RestClient};
use crate::bitrix::{lenient, users};
use crate::domain::contact::{Contact, Personal};
use crate::domain::filter::{ContactFilter, MissingPart};
use crate::domain::ids::{CompanyId, ContactId, UserId};
use crate::domain::portal::{Endpoint, Scopes};

/// The fields of a list. Phones and e-mails are returned only when they are named.
pub(super) const FIELDS: [&str; 14] = [
    "ID",
    "NAME",
    "SECOND_NAME",
    "LAST_NAME",
    "PHONE",
    "EMAIL",
    "COMPANY_ID",
    "DATE_CREATE",
    "DATE_MODIFY",
    "ASSIGNED_BY_ID",
    "CREATED_BY_ID",
    "SOURCE_ID",
    "TYPE_ID",
    "LAST_ACTIVITY_TIME",
];

/// One contact, without the names of its company and its responsible user.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// Its id.
    pub id: ContactId,
    pub(super) name: Personal,
    pub(super) first_name: Personal,
    pub(super) last_name: Personal,
    pub(super) phones: Vec<Personal>,
    pub(super) emails: Vec<Personal>,
    company: Option<CompanyId>,
    pub(super) created_at: Option<String>,
    pub(super) modified_at: Option<String>,
    pub(super) last_activity_at: Option<String>,
    assigned_by: Option<UserId>,
    created_by: Option<UserId>,
    source: Option<String>,
}

impl ContactRow {
    /// Reads a row; `None` without a usable id.
    #[must_use]
    pub fn parse(row: &Value) -> Option<Self> {
        let text = |field| Personal(lenient::text(row.get(field)).unwrap_or_default());
        let user = |field| lenient::number(row.get(field)).and_then(UserId::new);
        Some(Self {
            id: ContactId::new(lenient::number(row.get("ID"))?)?,
            name: users::full_name(row),
            first_name: text("NAME"),
            last_name: text("LAST_NAME"),
            phones: values(row.get("PHONE")),
            emails: values(row.get("EMAIL")),
            company: lenient::number(row.get("COMPANY_ID")).and_then(CompanyId::new),
            created_at: lenient::text(row.get("DATE_CREATE")),
            modified_at: lenient::text(row.get("DATE_MODIFY")),
            last_activity_at: lenient::text(row.get("LAST_ACTIVITY_TIME")),
            assigned_by: user("ASSIGNED_BY_ID"),
            created_by: user("CREATED_BY_ID"),
            source: lenient::text(row.get("SOURCE_ID")),
        })
    }

    /// The contact's full name.
    #[must_use]
    pub fn name(&self) -> &Personal {
        &self.name
    }

    /// Whether the row meets every condition that portals are known to apply and that a row shows (deals are not shown).
    pub(super) fn meets(&self, filter: &ContactFilter) -> bool {
        let created = moment(self.created_at.as_deref());
        let lacks = |part: &MissingPart| match part {
            MissingPart::Phone => self.phones.is_empty(),
            MissingPart::Email => self.emails.is_empty(),
            MissingPart::Company => self.company.is_none(),
            MissingPart::Deals | MissingPart::OpenDeals => true,
        };
        filter.created_from.is_none_or(|from| created.is_some_and(|at| at >= from))
            && filter.created_before.is_none_or(|before| created.is_some_and(|at| at < before))
            && filter.created_by.is_none_or(|user| self.created_by == Some(user))
            && filter.assigned_by.is_none_or(|user| self.assigned_by == Some(user))
            && filter.source.as_ref().is_none_or(|source| self.source.as_deref() == Some(source.as_str()))
            && filter.without.iter().all(lacks)
    }

    /// Whether its last activity is known and as old as the filter demands. The documentation does not say that portals
    /// apply this condition. So rows that fail it do not prove that the portal ignores conditions.
    pub(super) fn is_inactive(&self, filter: &ContactFilter) -> bool {
        let last = || moment(self.last_activity_at.as_deref());
        filter.no_activity_since.is_none_or(|since| last().is_some_and(|at| at < since))
    }

    /// The contact as it is shown.
    #[must_use]
    pub fn into_contact(self, endpoint: &Endpoint, names: &RelatedNames) -> Contact {
        let company = self
            .company
            .map(|id| names.companies.get(&id).cloned().unwrap_or_else(|| Personal(format!("#{id}"))));
        Contact {
            url: endpoint.contact_card(self.id),
            id: self.id,
            name: self.name,
            phones: self.phones,
            emails: self.emails,
            company,
            created_at: self.created_at,
            modified_at: self.modified_at,
            last_activity_at: self.last_activity_at,
            source: self.source.map(|code| names.sources.get(&code).cloned().unwrap_or(code)),
            deals: None,
            assigned_by: self.assigned_by,
            assigned_by_name: self.assigned_by.and_then(|id| names.users.get(&id).cloned()),
        }
    }
}

fn moment(text: Option<&str>) -> Option<jiff::Timestamp> {
    text?.parse().ok()
}

fn values(field: Option<&Value>) -> Vec<Personal> {
    let entries = field.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(|entry| lenient::text(entry.get("VALUE"))).map(Personal).collect()
}

/// The names of the companies, users and sources that rows name by id or code.
#[derive(Clone, Debug, Default)]
pub struct RelatedNames {
    companies: HashMap<CompanyId, Personal>,
    users: HashMap<UserId, Personal>,
    sources: HashMap<String, String>,
}

/// Looks up the companies and, if the scopes allow it, the responsible users of rows, in one call or none. Names that
/// the portal does not return are missing.
///
/// # Errors
/// See [`RestError`].
pub async fn look_up_names(
    rest: &RestClient,
    caller: &Caller,
    rows: &[ContactRow],
    scopes: &Scopes,
) -> Result<RelatedNames, RestError> {
    look_up(rest, caller, rows, scopes, false).await
}

/// The same, and also the names of all sources if `sources` is set.
///
/// # Errors
/// See [`RestError`].
pub async fn look_up(
    rest: &RestClient,
    caller: &Caller,
    rows: &[ContactRow],
    scopes: &Scopes,
    sources: bool,
) -> Result<RelatedNames, RestError> {
    let mut companies: Vec<CompanyId> = rows.iter().filter_map(|row| row.company).collect();
    companies.sort_unstable();
    companies.dedup();
    let mut people: Vec<UserId> = rows.iter().filter_map(|row| row.assigned_by).collect();
    people.sort_unstable();
    people.dedup();
    if !scopes.can_read_names() {
        people.clear();
    }
    // One page of an answer holds fifty names.
    let titles = companies.chunks(PAGE_SIZE).filter_map(<[CompanyId]>::split_first).map(titles_command);
    let people = people.chunks(PAGE_SIZE).filter_map(<[UserId]>::split_first);
    let people = people.map(|(first, others)| users::names_command(first, others));
    let questions = titles.map(NameQuestion::Companies).chain(people.map(NameQuestion::People));
    let questions: Vec<NameQuestion> =
        questions.chain(sources.then(|| NameQuestion::Sources(sources_command()))).collect();
    if questions.is_empty() {
        return Ok(RelatedNames::default());
    }
    let commands: Vec<Command> = questions.iter().map(NameQuestion::command).collect();
    let outcomes = rest.batch(caller, &commands, CallTimeout::Read).await?;
    let mut names = RelatedNames::default();
    for (what, outcome) in questions.iter().zip(outcomes) {
        match what {
            NameQuestion::Companies(_) => names.companies.extend(read_titles(outcome)),
            NameQuestion::People(_) => names.users.extend(users::read_names(outcome)),
            NameQuestion::Sources(_) => names.sources.extend(read_sources(outcome)),
        }
    }
    Ok(names)
}

/// A command that reads names, by their kind.
enum NameQuestion {
    Companies(Command),
    People(Command),
    Sources(Command),
}

impl NameQuestion {
    fn command(&self) -> Command {
        let (Self::Companies(command) | Self::People(command) | Self::Sources(command)) = self;
        command.clone()
    }
}

fn titles_command((first, others): (&CompanyId, &[CompanyId])) -> Command {
    Command::new("crm.company.list")
        .with_each("filter[@ID]", first, others)
        .with("select[]", "ID")
        .with("select[]", "TITLE")
        .with("start", -1)
}

/// The portal's list of sources; it has no pages (b24restdocs api-reference/crm/status/crm-status-list.md).
fn sources_command() -> Command {
    Command::new("crm.status.list").with("filter[ENTITY_ID]", "SOURCE")
}

fn read_sources(outcome: CommandOutcome) -> HashMap<String, String> {
    let rows = match outcome.done().map(|answer| answer.result) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    rows.iter()
        .filter_map(|row| Some((lenient::text(row.get("STATUS_ID"))?, lenient::text(row.get("NAME"))?)))
        .collect()
}

fn read_titles(outcome: CommandOutcome) -> HashMap<CompanyId, Personal> {
    let rows = match outcome.done().map(|answer| answer.result) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    let read = |row: &Value| {
        Some((CompanyId::new(lenient::number(row.get("ID"))?)?, Personal(lenient::text(row.get("TITLE"))?)))
    };
    rows.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::filter;
    use serde_json::json;

    fn row() -> ContactRow {
        ContactRow::parse(&json!({"ID": "101", "NAME": "Eva ", "SECOND_NAME": null, "LAST_NAME": "Doe", "COMPANY_ID": "0",
            "DATE_CREATE": "2026-03-01T10:00:00+03:00", "ASSIGNED_BY_ID": "7", "CREATED_BY_ID": "1", "SOURCE_ID": "WEB",
            "EMAIL": [{"ID": "5", "VALUE_TYPE": "WORK", "VALUE": "eva@example.com", "TYPE_ID": "EMAIL"}]}))
        .unwrap()
    }

    #[test]
    fn a_row_of_strings_is_read() {
        let contact =
            row().into_contact(&Endpoint::parse("https://a.com/rest/").unwrap(), &RelatedNames::default());
        assert_eq!((contact.id.get(), contact.name.0.as_str()), (101, "Eva Doe"));
        assert_eq!((contact.phones.len(), contact.emails.len(), contact.company), (0, 1, None));
        assert_eq!(contact.url, "https://a.com/crm/contact/details/101/");
        assert!(ContactRow::parse(&json!({"ID": "0"})).is_none());
    }

    #[test]
    fn every_condition_is_checked_on_the_row_again() {
        let user = UserId::new;
        let meets = |filter: ContactFilter| row().meets(&filter);
        let none = ContactFilter::default;
        assert!(meets(none()));
        assert!(meets(ContactFilter { created_from: filter::parse_from("2026-03-01"), ..none() }));
        assert!(!meets(ContactFilter { created_from: filter::parse_from("2026-03-02"), ..none() }));
        assert!(!meets(ContactFilter { created_before: filter::parse_to("2026-02-28"), ..none() }));
        assert!(meets(ContactFilter { assigned_by: user(7), created_by: user(1), ..none() }));
        assert!(!meets(ContactFilter { assigned_by: user(8), ..none() }));
        assert!(meets(ContactFilter { without: vec![MissingPart::Phone, MissingPart::Company], ..none() }));
        assert!(!meets(ContactFilter { without: vec![MissingPart::Email], ..none() }));
        assert!(!meets(ContactFilter { source: filter::SourceCode::parse("CALL"), ..none() }));
    }

    #[test]
    fn an_unknown_last_activity_does_not_count_as_old() {
        let filter = ContactFilter {
            no_activity_since: filter::parse_from("2026-01-01T00:00:00Z"),
            ..ContactFilter::default()
        };
        let is_inactive = |last: Value| {
            ContactRow::parse(&json!({"ID": "1", "LAST_ACTIVITY_TIME": last})).unwrap().is_inactive(&filter)
        };
        assert!(is_inactive(json!("2026-01-01T02:59:59+03:00")));
        for last in
            [json!("2026-01-01T03:00:00+03:00"), json!(null), json!(""), json!("01.12.2020"), json!(0)]
        {
            assert!(!is_inactive(last.clone()), "{last}");
        }
        assert!(ContactRow::parse(&json!({"ID": "1"})).unwrap().is_inactive(&ContactFilter::default()));
    }
}
