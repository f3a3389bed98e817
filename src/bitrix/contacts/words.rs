//! What the portal says about each deletion of a call, and which of its words may be about another one.

use super::bulk::{Order, Report};
use crate::bitrix::batch::Outcome;
use crate::bitrix::error::{Refusal, RefusalKind, RestError};
use crate::bitrix::rest::{Caller, Rest};

/// What the portal says about one deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// Done.
    Deleted,
    /// Refused; whether the contact exists is not said.
    Refused(RefusalKind),
    /// Refused in the very words of an earlier command's refusal, which may have leaked into this one's.
    Echoed,
    /// Refused before it was tried: the method may not run now, which is the report's trouble.
    NotTried,
    /// Nothing, since the call halted before it: it was not tried.
    NotReached,
    /// Nothing, or nothing that makes sense.
    Unclear,
}

/// What earlier commands of the call mean for a command's outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// Nothing.
    Alone,
    /// Its refusal is one that an earlier command was told already: an error of the portal's own stays with it, and colours
    /// what else it refuses in the same call, whatever for (b24restdocs settings/how-to-call-rest-api/batch.md).
    Echo,
    /// It stood behind the refusal at which the call halted: nothing that stood there has an outcome (b24restdocs
    /// settings/how-to-call-rest-api/batch.md). A call that has one has not halted, and what is missing there may have run.
    Behind,
}

/// The same for each command.
pub(super) fn told(outcomes: &[Outcome], halts: bool) -> Vec<Told> {
    let mut earlier: Vec<&Refusal> = Vec::new();
    let mut told = Vec::with_capacity(outcomes.len());
    let halted_at = if halts { halted_at(outcomes) } else { None };
    for (index, outcome) in outcomes.iter().enumerate() {
        told.push(match outcome {
            Outcome::Refused(refusal) if refusal.kind == RefusalKind::Other => {
                let is_echo = earlier.iter().any(|earlier| earlier.is_like(refusal));
                if is_echo { Told::Echo } else { Told::Alone }
            }
            Outcome::Missing if halted_at.is_some_and(|at| at < index) => Told::Behind,
            _ => Told::Alone,
        });
        if let Outcome::Refused(refusal) = outcome
            && refusal.kind != RefusalKind::PortalFault
        {
            earlier.push(refusal);
        }
    }
    told
}

/// At which command a call has halted that was to halt at a refusal.
fn halted_at(outcomes: &[Outcome]) -> Option<usize> {
    let at = outcomes.iter().position(|outcome| matches!(outcome, Outcome::Refused(_)))?;
    let has_halted = outcomes[at + 1..].iter().all(|outcome| matches!(outcome, Outcome::Missing));
    has_halted.then_some(at)
}

/// What became of the deletions of an order; each comes with what earlier commands mean for it.
pub(super) fn read<'a>(
    rest: &Rest,
    caller: &Caller,
    order: &Order,
    outcomes: impl Iterator<Item = (Outcome, &'a Told)>,
    report: &mut Report,
) {
    let mut durations = Vec::new();
    let mut outcomes = outcomes.fuse();
    for id in &order.deletes {
        let (outcome, told) = outcomes.next().unwrap_or((Outcome::Missing, &Told::Alone));
        let word = match outcome {
            Outcome::Done(answer) => {
                durations.extend(answer.spending.duration);
                rest.limiter().note(&caller.endpoint, order.method.name(), answer.spending);
                if order.method.is_success(&answer.result) { Word::Deleted } else { Word::Unclear }
            }
            Outcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => Word::Unclear,
            Outcome::Refused(refusal) if refusal.is_about_the_record() => {
                report.said.extend(refusal.words.map(|words| (*id, words)));
                if *told == Told::Echo { Word::Echoed } else { Word::Refused(refusal.kind) }
            }
            Outcome::Refused(refusal) => {
                report.trouble = Some(RestError::Refused(refusal));
                Word::NotTried
            }
            Outcome::Missing if *told == Told::Behind => Word::NotReached,
            Outcome::Missing | Outcome::Contradictory => Word::Unclear,
        };
        report.words.push((*id, word));
    }
    if !durations.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
        let count = durations.len() as f64;
        report.seconds_per_delete = Some(durations.iter().sum::<f64>() / count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_halts_at_an_error_of_the_portals_own_too() {
        let broke = || Outcome::Refused(Refusal::classify("INTERNAL_SERVER_ERROR", "", 500));
        let outcomes = [Outcome::Missing, broke(), Outcome::Missing, Outcome::Missing];
        assert_eq!(told(&outcomes, true), [Told::Alone, Told::Alone, Told::Behind, Told::Behind]);
        assert_eq!(told(&outcomes, false), [Told::Alone; 4]);
        assert_eq!(told(&[Outcome::Missing; 1], true), [Told::Alone]);
    }

    #[test]
    fn a_call_that_tells_anything_behind_a_refusal_has_not_halted_there() {
        let refused = || Outcome::Refused(Refusal::classify("", "Access denied.", 400));
        for later in [refused(), Outcome::Contradictory] {
            let outcomes = [refused(), Outcome::Missing, later, Outcome::Missing];
            assert_eq!(told(&outcomes, true), [Told::Alone; 4]);
        }
        assert_eq!(told(&[refused(), Outcome::Contradictory], true), [Told::Alone; 2]);
    }
}
