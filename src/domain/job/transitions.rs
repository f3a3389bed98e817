//! The transitions of a job: from which state to which, and what causes them. The database changes the state of jobs by this
//! table alone, and tests compare every observed transition with it.

use super::JobState;
use JobState as S;

/// A cause that changes the state of a job.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transition {
    /// A person confirms a draft.
    Start,
    /// A person starts a draft that was prepared long ago: it is looked at again first.
    Recollect,
    /// A person stops it for a while.
    Pause,
    /// A person lets it go on.
    Resume,
    /// Its user opens the app again, which may have removed what it paused for.
    Visit,
    /// An operator lets a job go on that was parked after faults.
    Requeue,
    /// A person ends it. While calls are in flight it goes on running until they have ended.
    Cancel,
    /// A draft ends unconfirmed.
    Drop,
    /// A job ends that has rested for too long.
    Lapse,
    /// A worker takes it.
    Claim,
    /// A worker has collected its set.
    Freeze,
    /// A worker has worked on all contacts and reads them back.
    Verify,
    /// A worker stops in the middle; somebody goes on.
    Park,
    /// A worker waits for a moment.
    Wait,
    /// A worker stops until a person acts.
    Halt,
    /// A worker has done all.
    Finish,
    /// A worker cannot go on at all.
    Fail,
    /// A worker ends what somebody cancelled, now that nothing is in flight any more.
    EndCancelled,
}

/// Each transition with the states that it starts from and leads to.
pub const TRANSITIONS: &[(Transition, &[JobState], &[JobState])] = &[
    (Transition::Start, &[S::Draft], &[S::Queued]),
    (Transition::Recollect, &[S::Draft], &[S::Collecting]),
    (Transition::Pause, &[S::Collecting, S::Queued, S::Running, S::Waiting, S::Verifying], &[S::Paused]),
    (Transition::Resume, &[S::Paused, S::Waiting], &[S::Queued, S::Collecting]),
    (Transition::Visit, &[S::Paused], &[S::Queued, S::Collecting, S::Draft]),
    (Transition::Requeue, &[S::Paused, S::Waiting], &[S::Queued, S::Collecting, S::Running]),
    (
        Transition::Cancel,
        &[S::Collecting, S::Draft, S::Queued, S::Running, S::Paused, S::Waiting, S::Verifying],
        &[S::Cancelled, S::Running],
    ),
    (Transition::Drop, &[S::Collecting, S::Draft, S::Paused, S::Waiting], &[S::Cancelled]),
    (Transition::Lapse, &[S::Paused, S::Waiting], &[S::Cancelled, S::Running]),
    (Transition::Claim, &[S::Queued, S::Waiting, S::Running], &[S::Running, S::Collecting]),
    (Transition::Claim, &[S::Collecting], &[S::Collecting]),
    (Transition::Claim, &[S::Verifying], &[S::Verifying]),
    (Transition::Freeze, &[S::Collecting], &[S::Draft, S::Queued]),
    (Transition::Verify, &[S::Running, S::Verifying], &[S::Verifying]),
    (Transition::Park, &[S::Running, S::Verifying], &[S::Queued]),
    (Transition::Park, &[S::Collecting], &[S::Collecting]),
    (Transition::Wait, &[S::Collecting, S::Running, S::Verifying], &[S::Waiting]),
    (Transition::Halt, &[S::Collecting, S::Running, S::Verifying], &[S::Paused]),
    (Transition::Finish, &[S::Verifying], &[S::Done]),
    (Transition::Fail, &[S::Collecting, S::Running, S::Verifying], &[S::Failed]),
    (Transition::EndCancelled, &[S::Running, S::Verifying], &[S::Cancelled]),
];

impl Transition {
    /// Whether it leads from one state to the other.
    #[must_use]
    pub fn allows(self, from: JobState, to: JobState) -> bool {
        TRANSITIONS.iter().any(|(by, froms, tos)| *by == self && froms.contains(&from) && tos.contains(&to))
    }

    /// Whether it leads anywhere from this state.
    #[must_use]
    pub fn applies_to(self, from: JobState) -> bool {
        TRANSITIONS.iter().any(|(by, froms, _)| *by == self && froms.contains(&from))
    }

    /// How a worker comes to a state when it gives a job back; `None` when it never does.
    #[must_use]
    pub fn for_release(to: JobState) -> Option<Self> {
        match to {
            S::Queued | S::Collecting => Some(Self::Park),
            S::Waiting => Some(Self::Wait),
            S::Paused => Some(Self::Halt),
            S::Done => Some(Self::Finish),
            S::Failed => Some(Self::Fail),
            S::Cancelled => Some(Self::EndCancelled),
            S::Draft | S::Running | S::Verifying => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [JobState; 10] = [
        S::Collecting,
        S::Draft,
        S::Queued,
        S::Running,
        S::Paused,
        S::Waiting,
        S::Verifying,
        S::Done,
        S::Cancelled,
        S::Failed,
    ];

    #[test]
    fn nothing_leads_out_of_a_final_state() {
        for (by, froms, _) in TRANSITIONS {
            assert!(froms.iter().all(|from| !from.is_final()), "{by:?}");
        }
    }

    #[test]
    fn every_open_state_can_continue_and_be_cancelled() {
        for state in ALL.into_iter().filter(|state| !state.is_final()) {
            assert!(Transition::Cancel.allows(state, S::Cancelled), "{state:?}");
            let others =
                TRANSITIONS.iter().any(|(by, froms, _)| *by != Transition::Cancel && froms.contains(&state));
            assert!(others, "{state:?}");
        }
    }

    #[test]
    fn a_job_is_done_only_after_verification() {
        let ways: Vec<_> = ALL.into_iter().filter(|from| Transition::Finish.allows(*from, S::Done)).collect();
        assert_eq!(ways, [S::Verifying]);
        assert!(TRANSITIONS.iter().all(|(by, _, tos)| *by == Transition::Finish || !tos.contains(&S::Done)));
    }

    #[test]
    fn only_a_person_starts_a_draft() {
        let by: Vec<Transition> = TRANSITIONS
            .iter()
            .filter(|(_, froms, tos)| froms.contains(&S::Draft) && tos.contains(&S::Queued))
            .map(|(by, ..)| *by)
            .collect();
        assert_eq!(by, [Transition::Start]);
    }
}
