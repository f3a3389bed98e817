//! Which of many contacts have related items. A page of an answer has fifty places, and one deal takes a place for each
//! contact it is bound to. So a full page says nothing about contacts that it does not name. These are asked about
//! again until a page is not full (b24restdocs api-reference/crm/universal/crm-item-list.md).

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CONTACT_TYPE, DEAL_TYPE, lenient};
use crate::bitrix::batch::{Command, CommandOutcome, MAX_COMMANDS};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::bitrix::http::CallTimeout;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::ids::ContactId;

/// Rows in one answer of a list.
const PAGE: usize = 50;

/// A kind of item that can be related to a contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelatedKind {
    /// Deals, open or closed, with the contact as primary or further contact.
    Deals,
    /// Open deals.
    OpenDeals,
    /// Activities.
    Activities,
}

/// The question which of up to fifty contacts have related items of one kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RelatedQuestion {
    /// The kind of related items.
    pub bound: RelatedKind,
    /// The contacts.
    pub about: Vec<ContactId>,
}

/// Which contacts have related items, as far as is known.
#[derive(Clone, Debug, Default)]
pub struct RelatedContacts {
    /// Contacts that have related items.
    pub with: HashSet<ContactId>,
    /// Contacts for which the portal did not say.
    pub unknown: HashSet<ContactId>,
}

impl RelatedQuestion {
    /// The command for this question.
    #[must_use]
    pub fn command(&self) -> Command {
        match self.bound {
            RelatedKind::Deals => self.about_items(),
            RelatedKind::OpenDeals => self.about_items().with("filter[closed]", "N"),
            RelatedKind::Activities => {
                let command = Command::new("crm.activity.list")
                    .with("filter[OWNER_TYPE_ID]", CONTACT_TYPE)
                    .with("select[]", "OWNER_ID")
                    .with("order[ID]", "ASC")
                    .with("start", -1);
                self.about.iter().fold(command, |command, id| command.with("filter[@OWNER_ID][]", id))
            }
        }
    }

    /// Uses a plain list, because portals refuse `@contactIds`.
    fn about_items(&self) -> Command {
        let command = Command::new("crm.item.list")
            .with("entityTypeId", DEAL_TYPE)
            .with("select[]", "id")
            .with("select[]", "contactIds")
            .with("order[id]", "ASC")
            .with("start", -1);
        self.about.iter().fold(command, |command, id| command.with("filter[contactIds][]", id))
    }

    /// Adds the answer to `known`. Returns the question that is left.
    ///
    /// # Errors
    /// When the question was not answered, unless the user lacks the rights: then the contacts become unknown.
    pub fn read(
        self,
        outcome: CommandOutcome,
        known: &mut RelatedContacts,
    ) -> Result<Option<Self>, RestError> {
        let answer = match outcome {
            CommandOutcome::Done(answer) => answer,
            CommandOutcome::Refused(refusal) if is_forbidden(refusal.kind) => {
                known.unknown.extend(self.about);
                return Ok(None);
            }
            CommandOutcome::Refused(refusal) => return Err(RestError::Refused(refusal)),
            CommandOutcome::Missing | CommandOutcome::Contradictory => {
                return Err(RestError::Unreadable { status: 200 });
            }
        };
        let rows = match self.bound {
            RelatedKind::Deals | RelatedKind::OpenDeals => {
                answer.result.get("items").and_then(Value::as_array)
            }
            RelatedKind::Activities => answer.result.as_array(),
        };
        let rows = rows.ok_or(RestError::Unreadable { status: 200 })?;
        let asked_about = self.about.len();
        let mut left: BTreeSet<ContactId> = self.about.into_iter().collect();
        let mut places = 0;
        for row in rows {
            let named = owners(self.bound, row);
            places += named.iter().filter(|id| left.contains(id) || known.with.contains(id)).count().max(1);
            for id in named {
                if left.remove(&id) {
                    known.with.insert(id);
                }
            }
        }
        let is_whole = places < PAGE || left.is_empty();
        // A full page without any of these contacts would come again and again.
        if !is_whole && left.len() == asked_about {
            known.unknown.extend(left);
            return Ok(None);
        }
        Ok((!is_whole).then(|| Self { bound: self.bound, about: left.into_iter().collect() }))
    }
}

fn is_forbidden(kind: RefusalKind) -> bool {
    use RefusalKind as K;
    matches!(
        kind,
        K::AccessDenied | K::Unnamed | K::Other | K::ScopeMissing | K::MethodMissing | K::PlanRestricted
    )
}

fn owners(bound: RelatedKind, row: &Value) -> Vec<ContactId> {
    let id = |value: &Value| lenient::number(Some(value)).and_then(ContactId::new);
    match bound {
        RelatedKind::Deals | RelatedKind::OpenDeals => {
            let listed = row.get("contactIds").and_then(Value::as_array).map(Vec::as_slice);
            listed.unwrap_or_default().iter().filter_map(id).collect()
        }
        RelatedKind::Activities => row.get("OWNER_ID").and_then(id).into_iter().collect(),
    }
}

/// Asks until everything is known, with up to fifty questions in a call.
///
/// # Errors
/// See [`RestError`].
pub async fn ask_related(
    rest: &RestClient,
    caller: &Caller,
    bound: RelatedKind,
    about: &[ContactId],
    known: &mut RelatedContacts,
) -> Result<(), RestError> {
    let question = |ids: &[ContactId]| RelatedQuestion { bound, about: ids.to_vec() };
    let mut open: Vec<RelatedQuestion> = about.chunks(PAGE).map(question).collect();
    while !open.is_empty() {
        let batch: Vec<RelatedQuestion> = open.drain(..open.len().min(MAX_COMMANDS)).collect();
        let commands: Vec<Command> = batch.iter().map(RelatedQuestion::command).collect();
        let outcomes = rest.batch(caller, &commands, CallTimeout::Read).await?;
        for (question, outcome) in batch.into_iter().zip(outcomes) {
            open.extend(question.read(outcome, known)?);
        }
    }
    Ok(())
}

/// One open deal of each contact, as far as one answer shows. Only the first fifty contacts are asked about.
///
/// # Errors
/// See [`RestError`].
pub async fn find_open_deals(
    rest: &RestClient,
    caller: &Caller,
    about: &[ContactId],
) -> Result<HashMap<ContactId, u32>, RestError> {
    let question =
        RelatedQuestion { bound: RelatedKind::OpenDeals, about: about.iter().take(PAGE).copied().collect() };
    let outcome = rest.batch(caller, &[question.command()], CallTimeout::Read).await?.pop();
    let answer = outcome.and_then(CommandOutcome::done);
    let rows = answer.as_ref().and_then(|answer| answer.result.get("items")).and_then(Value::as_array);
    let mut found = HashMap::new();
    for row in rows.map(Vec::as_slice).unwrap_or_default() {
        let Some(deal) = lenient::number(row.get("id")) else { continue };
        for contact in owners(RelatedKind::OpenDeals, row) {
            found.entry(contact).or_insert(deal);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitrix::rest::Answer;
    use serde_json::json;

    fn ids(numbers: impl IntoIterator<Item = u32>) -> Vec<ContactId> {
        numbers.into_iter().filter_map(ContactId::new).collect()
    }

    fn done(result: Value) -> CommandOutcome {
        CommandOutcome::Done(Answer::from_result(result))
    }

    #[test]
    fn a_page_that_is_not_full_is_complete() {
        let mut known = RelatedContacts::default();
        let question = RelatedQuestion { bound: RelatedKind::OpenDeals, about: ids(1..=50) };
        let left =
            question.read(done(json!({"items": [{"id": 9, "contactIds": [3, "7", 400]}]})), &mut known);
        assert!(left.unwrap().is_none());
        assert_eq!(known.with, ids([3, 7]).into_iter().collect());
        assert!(known.unknown.is_empty());
    }

    #[test]
    fn a_row_takes_one_place_for_each_bound_contact() {
        let mut known = RelatedContacts::default();
        let question = RelatedQuestion { bound: RelatedKind::Deals, about: ids(1..=50) };
        // Two deals that are both bound to the same twenty-five contacts fill a page.
        let deal = json!({"id": 1, "contactIds": (1..=25).collect::<Vec<u32>>()});
        let left = question.read(done(json!({"items": [deal, deal]})), &mut known).unwrap();
        assert_eq!(left.unwrap().about, ids(26..=50));
    }

    #[test]
    fn a_full_page_about_other_contacts_leaves_the_result_unknown() {
        let mut known = RelatedContacts::default();
        let question = RelatedQuestion { bound: RelatedKind::Activities, about: ids([1, 2]) };
        let rows: Vec<Value> = (0..50).map(|_| json!({"OWNER_ID": "900"})).collect();
        assert!(question.read(done(rows.into()), &mut known).unwrap().is_none());
        assert_eq!(known.unknown, ids([1, 2]).into_iter().collect());
    }

    #[test]
    fn an_answer_that_is_no_list_is_an_error() {
        for odd in [json!(null), json!({}), json!([]), json!("x")] {
            let question = RelatedQuestion { bound: RelatedKind::Deals, about: ids([1]) };
            assert!(question.read(done(odd), &mut RelatedContacts::default()).is_err());
        }
    }
}
