//! How the portal answered each deletion of a call, and which of these answers may be about another command.

use super::bulk::{BatchPlan, BatchReply};
use crate::bitrix::batch::CommandOutcome;
use crate::bitrix::error::{Refusal, RefusalKind, RestError};
use crate::bitrix::rest::{Caller, RestClient};

/// How the portal answered one deletion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeleteReply {
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

/// How earlier commands of the call influence a command's outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Influence {
    /// They do not.
    Independent,
    /// Its refusal is one that an earlier command was told already: an error of the portal's own stays with it, and colours
    /// what else it refuses in the same call, whatever for (b24restdocs settings/how-to-call-rest-api/batch.md).
    Echo,
    /// It stood behind the refusal at which the call halted: nothing that stood there has an outcome (b24restdocs
    /// settings/how-to-call-rest-api/batch.md). A call that has one has not halted, and what is missing there may have run.
    AfterHalt,
}

/// The influence on each command, in their order.
pub(super) fn influences(outcomes: &[CommandOutcome], halts: bool) -> Vec<Influence> {
    let mut earlier: Vec<&Refusal> = Vec::new();
    let mut influences = Vec::with_capacity(outcomes.len());
    let halted_at = if halts { halted_at(outcomes) } else { None };
    for (index, outcome) in outcomes.iter().enumerate() {
        influences.push(match outcome {
            CommandOutcome::Refused(refusal) if refusal.kind == RefusalKind::Other => {
                let is_echo = earlier.iter().any(|earlier| earlier.is_like(refusal));
                if is_echo { Influence::Echo } else { Influence::Independent }
            }
            CommandOutcome::Missing if halted_at.is_some_and(|at| at < index) => Influence::AfterHalt,
            _ => Influence::Independent,
        });
        if let CommandOutcome::Refused(refusal) = outcome
            && refusal.kind != RefusalKind::PortalFault
        {
            earlier.push(refusal);
        }
    }
    influences
}

/// At which command a call has halted that was to halt at a refusal.
fn halted_at(outcomes: &[CommandOutcome]) -> Option<usize> {
    let at = outcomes.iter().position(|outcome| matches!(outcome, CommandOutcome::Refused(_)))?;
    let has_halted = outcomes[at + 1..].iter().all(|outcome| matches!(outcome, CommandOutcome::Missing));
    has_halted.then_some(at)
}

/// Reads the replies to the deletions of a plan. Each outcome comes with the influence of earlier commands.
pub(super) fn read<'a>(
    rest: &RestClient,
    caller: &Caller,
    plan: &BatchPlan,
    outcomes: impl Iterator<Item = (CommandOutcome, &'a Influence)>,
    reply: &mut BatchReply,
) {
    let mut durations = Vec::new();
    let mut outcomes = outcomes.fuse();
    for id in &plan.deletes {
        let (outcome, influence) =
            outcomes.next().unwrap_or((CommandOutcome::Missing, &Influence::Independent));
        let delete_reply = match outcome {
            CommandOutcome::Done(answer) => {
                durations.extend(answer.running_time.duration);
                rest.limiter().record_running_time(&caller.endpoint, plan.method.name(), answer.running_time);
                if plan.method.is_success(&answer.result) {
                    DeleteReply::Deleted
                } else {
                    DeleteReply::Unclear
                }
            }
            CommandOutcome::Refused(refusal) if refusal.kind == RefusalKind::PortalFault => {
                DeleteReply::Unclear
            }
            CommandOutcome::Refused(refusal) if refusal.is_about_the_record() => {
                reply.portal_words.extend(refusal.words.map(|words| (*id, words)));
                if *influence == Influence::Echo {
                    DeleteReply::Echoed
                } else {
                    DeleteReply::Refused(refusal.kind)
                }
            }
            CommandOutcome::Refused(refusal) => {
                reply.trouble = Some(RestError::Refused(refusal));
                DeleteReply::NotTried
            }
            CommandOutcome::Missing if *influence == Influence::AfterHalt => DeleteReply::NotReached,
            CommandOutcome::Missing | CommandOutcome::Contradictory => DeleteReply::Unclear,
        };
        reply.replies.push((*id, delete_reply));
    }
    if !durations.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
        let count = durations.len() as f64;
        reply.seconds_per_delete = Some(durations.iter().sum::<f64>() / count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_also_halts_at_an_internal_error_of_the_portal() {
        let broke = || CommandOutcome::Refused(Refusal::classify("INTERNAL_SERVER_ERROR", "", 500));
        let outcomes = [CommandOutcome::Missing, broke(), CommandOutcome::Missing, CommandOutcome::Missing];
        assert_eq!(
            influences(&outcomes, true),
            [Influence::Independent, Influence::Independent, Influence::AfterHalt, Influence::AfterHalt]
        );
        assert_eq!(influences(&outcomes, false), [Influence::Independent; 4]);
        assert_eq!(influences(&[CommandOutcome::Missing; 1], true), [Influence::Independent]);
    }

    #[test]
    fn a_call_with_outcomes_after_a_refusal_has_not_halted() {
        let refused = || CommandOutcome::Refused(Refusal::classify("", "Access denied.", 400));
        for later in [refused(), CommandOutcome::Contradictory] {
            let outcomes = [refused(), CommandOutcome::Missing, later, CommandOutcome::Missing];
            assert_eq!(influences(&outcomes, true), [Influence::Independent; 4]);
        }
        assert_eq!(
            influences(&[refused(), CommandOutcome::Contradictory], true),
            [Influence::Independent; 2]
        );
    }
}
