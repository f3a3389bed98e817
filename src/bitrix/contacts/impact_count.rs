//! Counts the related items of a set of contacts in steps. The state between two steps can be stored, and counting
//! continues from it. One call contains as many lists as fit into the given time.

use serde::{Deserialize, Serialize};

use super::bindings::{RelatedContacts, RelatedKind, RelatedQuestion};
use super::bulk::{self, PAGE};
use crate::bitrix::batch::{Command, CommandOutcome, MAX_COMMANDS};
use crate::bitrix::error::RestError;
use crate::bitrix::http::CallTimeout;
use crate::bitrix::read_size::{ReadCost, ReadKind};
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::ids::ContactId;

/// The counts so far and the questions that are left.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ImpactCount {
    deals: KindCount,
    activities: KindCount,
    companies: KindCount,
    with_open_deals: u32,
    unknown: u32,
    missing: u32,
    /// Contacts with deals that are not yet asked about open deals. A contact without deals has no open ones.
    open: Vec<ContactId>,
    /// Questions that were answered with a full page.
    left: Vec<RelatedQuestion>,
    is_done: bool,
}

/// The count of one kind of related item.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct KindCount {
    /// The last contact that is asked about.
    after: Option<ContactId>,
    asked: u32,
    with: u32,
}

/// Contacts of the set, in ascending order of ids.
#[derive(Clone, Copy, Debug)]
pub struct ContactWindow<'a> {
    /// All contacts after [`ImpactCount::counted_to`], or as many of them as are read for now.
    pub ids: &'a [ContactId],
    /// Whether the set ends with these contacts.
    pub is_last: bool,
}

/// One list that a call asks for.
#[derive(Debug)]
enum CountQuestion {
    RelatedKind(RelatedQuestion),
    Companies(Vec<ContactId>),
}

impl ImpactCount {
    /// Whether the count is complete.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// The last contact that was asked about for every kind. Questions with a full page may still be left.
    #[must_use]
    pub fn counted_to(&self) -> Option<ContactId> {
        self.parts().into_iter().map(|part| part.after).min().flatten()
    }

    /// Contacts that are completely counted.
    #[must_use]
    pub fn counted(&self) -> u32 {
        let asked = self.parts().into_iter().map(|part| part.asked).min().unwrap_or(0);
        let left = self.open.len() + self.left.iter().map(|question| question.about.len()).sum::<usize>();
        asked.saturating_sub(count(left))
    }

    /// Contacts with open deals, with deals, with a company, with activities.
    #[must_use]
    pub fn numbers(&self) -> [u32; 4] {
        [self.with_open_deals, self.deals.with, self.companies.with, self.activities.with]
    }

    /// Contacts whose deals the user cannot see.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// Contacts that do not exist or that the user may not see.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.missing
    }

    /// Whether something is left to ask about these contacts.
    #[must_use]
    pub fn has_more(&self, window: ContactWindow<'_>) -> bool {
        !self.clone().take(window, 1, PAGE).is_empty()
    }

    /// Makes one call: as many lists as take about this many seconds, but at least one. Returns the new count; `None`
    /// when nothing is left to ask about these contacts and they are not the last of the set.
    ///
    /// # Errors
    /// See [`RestError`]. Nothing of the call is counted then, and the next call is smaller if that may help.
    pub async fn count_next(
        &self,
        rest: &RestClient,
        caller: &Caller,
        window: ContactWindow<'_>,
        seconds: f64,
    ) -> Result<Option<Self>, RestError> {
        let size = rest.limiter().contacts_per_read_within(&caller.endpoint, ReadKind::Bindings, seconds);
        let (lists, page) = ((size / PAGE).clamp(1, MAX_COMMANDS), size.min(PAGE));
        let mut next = self.clone();
        let questions = next.take(window, lists, page);
        if questions.is_empty() {
            next.is_done = window.is_last;
            return Ok(window.is_last.then_some(next));
        }
        let asked = questions.len() * page;
        let counted = next.ask(rest, caller, questions).await;
        match counted {
            Ok(cost) => rest.limiter().record_read(&caller.endpoint, ReadKind::Bindings, asked, cost),
            Err(error) => {
                if error.may_be_too_large() {
                    rest.limiter().record_failed_read(&caller.endpoint, ReadKind::Bindings, asked);
                }
                return Err(error);
            }
        }
        next.is_done = window.is_last && !next.has_more(window);
        Ok(Some(next))
    }

    async fn ask(
        &mut self,
        rest: &RestClient,
        caller: &Caller,
        questions: Vec<CountQuestion>,
    ) -> Result<ReadCost, RestError> {
        let commands: Vec<Command> = questions.iter().map(CountQuestion::command).collect();
        let (outcomes, cost) = rest.timed_batch(caller, &commands, CallTimeout::Read).await?;
        for (question, outcome) in questions.into_iter().zip(outcomes) {
            self.read(question, outcome)?;
        }
        Ok(ReadCost::of(cost.took, cost.bytes))
    }

    /// Takes the next questions: first those that are left, then the kind that is furthest behind.
    fn take(&mut self, window: ContactWindow<'_>, lists: usize, page: usize) -> Vec<CountQuestion> {
        let mut questions = Vec::new();
        while questions.len() < lists {
            if let Some(question) = self.left.pop() {
                questions.push(CountQuestion::RelatedKind(question));
            } else if self.open.len() >= page {
                questions.push(self.take_open(page));
            } else if let Some(question) = self.take_page(window.ids, page) {
                questions.push(question);
            } else if window.is_last && !self.open.is_empty() {
                questions.push(self.take_open(page));
            } else {
                break;
            }
        }
        questions
    }

    fn take_open(&mut self, page: usize) -> CountQuestion {
        let about = self.open.drain(..page.min(self.open.len())).collect();
        CountQuestion::RelatedKind(RelatedQuestion { bound: RelatedKind::OpenDeals, about })
    }

    fn take_page(&mut self, ids: &[ContactId], page: usize) -> Option<CountQuestion> {
        let kinds = [
            (Some(RelatedKind::Deals), &mut self.deals),
            (Some(RelatedKind::Activities), &mut self.activities),
            (None, &mut self.companies),
        ];
        let (bound, part) = kinds.into_iter().min_by_key(|(_, part)| part.after)?;
        let first = part.after.map_or(0, |after| ids.partition_point(|id| *id <= after));
        let about: Vec<ContactId> = ids[first..].iter().copied().take(page).collect();
        part.after = Some(*about.last()?);
        part.asked += count(about.len());
        Some(match bound {
            Some(bound) => CountQuestion::RelatedKind(RelatedQuestion { bound, about }),
            None => CountQuestion::Companies(about),
        })
    }

    fn read(&mut self, asked: CountQuestion, outcome: CommandOutcome) -> Result<(), RestError> {
        let question = match asked {
            CountQuestion::Companies(about) => {
                let (there, with) = bulk::read_companies(&about, outcome)?;
                self.companies.with += count(with);
                self.missing += count(about.len().saturating_sub(there));
                return Ok(());
            }
            CountQuestion::RelatedKind(question) => question,
        };
        let (bound, mut known) = (question.bound, RelatedContacts::default());
        self.left.extend(question.read(outcome, &mut known)?);
        let with = count(known.with.len());
        match bound {
            RelatedKind::Deals => {
                self.deals.with += with;
                self.unknown += count(known.unknown.len());
                self.open.extend(known.with);
            }
            RelatedKind::OpenDeals => {
                self.with_open_deals += with;
                self.unknown += count(known.unknown.len());
            }
            RelatedKind::Activities => self.activities.with += with,
        }
        Ok(())
    }

    fn parts(&self) -> [&KindCount; 3] {
        [&self.deals, &self.activities, &self.companies]
    }
}

impl CountQuestion {
    fn command(&self) -> Command {
        match self {
            Self::RelatedKind(question) => question.command(),
            Self::Companies(about) => bulk::companies_command(about),
        }
    }
}

fn count(contacts: usize) -> u32 {
    u32::try_from(contacts).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::bitrix::rest::Answer;

    fn ids(numbers: impl IntoIterator<Item = u32>) -> Vec<ContactId> {
        numbers.into_iter().filter_map(ContactId::new).collect()
    }

    /// The answer of a portal where the last digit of an id decides about deals, open deals, activities, companies and
    /// existence.
    fn answer(question: &CountQuestion) -> CommandOutcome {
        let ends = |about: &[ContactId], digit: u32| {
            about.iter().filter(|id| id.get() % 10 == digit).map(|id| id.get()).collect::<Vec<u32>>()
        };
        let deals = |numbers: Vec<u32>| {
            let items: Vec<_> = numbers.iter().map(|id| json!({"id": id, "contactIds": [id]})).collect();
            json!({"items": items})
        };
        CommandOutcome::Done(Answer::from_result(match question {
            CountQuestion::RelatedKind(RelatedQuestion { bound: RelatedKind::Deals, about }) => {
                deals([ends(about, 1), ends(about, 2)].concat())
            }
            CountQuestion::RelatedKind(RelatedQuestion { bound: RelatedKind::OpenDeals, about }) => {
                deals(ends(about, 2))
            }
            CountQuestion::RelatedKind(RelatedQuestion { bound: RelatedKind::Activities, about }) => {
                ends(about, 3).iter().map(|id| json!({"OWNER_ID": id})).collect()
            }
            CountQuestion::Companies(about) => {
                let there = about.iter().filter(|id| id.get() % 10 != 4);
                there.map(|id| json!({"ID": id, "COMPANY_ID": id.get() / 10 * 10 % 30})).collect()
            }
        }))
    }

    #[test]
    fn the_sums_do_not_depend_on_the_size_of_the_steps() {
        let all = ids(1..=1_000);
        for (lists, page, looked_at) in
            [(1, 50, 1_000), (3, 50, 120), (50, 50, 1_000), (7, 13, 400), (1, 1, 2)]
        {
            let (mut impact_count, mut before) = (ImpactCount::default(), 0);
            loop {
                let first = impact_count.counted_to().map_or(0, |to| all.partition_point(|id| *id <= to));
                let end = (first + looked_at).min(all.len());
                let window = ContactWindow { ids: &all[first..end], is_last: end == all.len() };
                if window.is_last && !impact_count.has_more(window) {
                    break;
                }
                for question in impact_count.take(window, lists, page) {
                    let outcome = answer(&question);
                    impact_count.read(question, outcome).unwrap();
                }
                // The state can be stored and read back.
                let kept = serde_json::to_string(&impact_count).unwrap();
                assert_eq!(serde_json::from_str::<ImpactCount>(&kept).unwrap(), impact_count);
                assert!(impact_count.counted() <= 1_000);
                before += 1;
                assert!(before < 5_000, "counting does not end: {impact_count:?}");
            }
            assert_eq!(impact_count.numbers(), [100, 200, 595, 100], "{lists} {page}");
            assert_eq!(
                (impact_count.counted(), impact_count.unknown(), impact_count.missing()),
                (1_000, 0, 100)
            );
        }
    }

    #[test]
    fn a_saved_count_of_another_format_is_dropped() {
        let old = r#"{"with_open_deals":1,"with_deals":2,"with_company":3,"with_activities":4,"unknown":0}"#;
        assert!(serde_json::from_str::<ImpactCount>(old).is_err());
    }
}
