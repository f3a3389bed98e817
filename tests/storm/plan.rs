//! What happens in a run: drawn from a seed, and small enough to be printed, run again and cut down.

use std::time::Duration;

/// A small random generator (`SplitMix64`): the same numbers for the same seed on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x6A09_E667_F3BC_C909)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll(sides as u64)).unwrap_or(0)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Whether one of so many chances comes true.
    pub(crate) fn one_in(&mut self, chances: u64) -> bool {
        self.roll(chances) == 0
    }
}

/// A run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) shape: Shape,
    pub(crate) steps: Vec<Step>,
}

/// What the portals are like.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) contacts: usize,
    pub(crate) delete_ms: u64,
    pub(crate) add_ms: u64,
    pub(crate) list_ms: u64,
    pub(crate) has_bucket: bool,
    pub(crate) operating_limit: Option<u64>,
    pub(crate) workers: Option<usize>,
}

/// Something that happens at a moment of the run.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) at: Duration,
    pub(crate) what: What,
}

/// Contacts of a portal, by their places in its list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick {
    pub(crate) from: usize,
    pub(crate) count: usize,
}

/// A portal and one of its users.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Who {
    pub(crate) portal: usize,
    pub(crate) user: u64,
}

/// What happens.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// Wishes of people.
    Open(Who),
    Delete {
        who: Who,
        pick: Pick,
        with_deals: bool,
        is_draft: bool,
    },
    DeleteFound {
        who: Who,
        filter: Filter,
        is_draft: bool,
    },
    Start(usize),
    Pause(usize),
    Resume(usize),
    Cancel(usize),
    Restore {
        nth: usize,
        part: Option<usize>,
    },
    DestroyCopies(usize),
    Single(Who, usize),
    Decide(usize, Decision),
    SaveFilter {
        portal: usize,
        filter: Filter,
    },
    Disconnect(usize),
    /// What happens to portals.
    Uninstall {
        portal: usize,
        clean: bool,
    },
    Reinstall(usize),
    Rename(usize),
    Dismiss(Who),
    Reinstate(Who),
    MayDelete(Who, Reach),
    MayAdd(Who, Reach),
    ExpireTokens(Who),
    Outage {
        portal: usize,
        kind: OutageKind,
        seconds: u64,
    },
    Condition {
        portal: usize,
        condition: Condition,
        seconds: u64,
    },
    Break {
        portal: usize,
        method: &'static str,
        after: usize,
        fault: FaultKind,
    },
    BreakAuthorization {
        after: usize,
        fault: FaultKind,
    },
    Remove {
        portal: usize,
        contact: usize,
    },
    AddDeal {
        portal: usize,
        contact: usize,
    },
    Slow {
        portal: usize,
        method: &'static str,
        millis: u64,
    },
    /// What happens to processes.
    Kill {
        process: usize,
        down: u64,
    },
    StopProcess {
        process: usize,
        down: u64,
    },
    Freeze {
        process: usize,
        seconds: u64,
    },
    SecondProcess,
    Rekey,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Filter {
    AssignedTo(u64),
    CreatedBy(u64),
    WithoutPhone,
    Everybody,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    All,
    Own,
    None,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OutageKind {
    Unavailable,
    Cut,
    Silent,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Condition {
    Unpaid,
    Overloaded,
    NoPlan,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FaultKind {
    Html502,
    Lost502,
    Empty,
    Truncated,
    CutBefore,
    CutAfter,
    Slow(u64),
    Late(u64),
    QueryLimit,
    OperationLimit,
    Expired,
    Denied,
    Internal,
    Lie,
    Handler,
    Previous,
    Hang,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    KeepDeals,
    AskDeals,
    DeleteDeals,
    NoCopies,
    Copies(u32),
    ByItem,
    ByContact,
    Administrators,
    Everyone,
    DayLimit(Option<u32>),
}

/// Users of a portal in the simulator: 1 administers it, 2 and 3 work there.
const USERS: [u64; 3] = [1, 2, 3];
const PORTALS: usize = 2;

impl Plan {
    /// The run of a seed.
    pub(crate) fn draw(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let shape = Shape {
            contacts: dice.pick(&[6, 12, 25, 60, 130]),
            delete_ms: dice.pick(&[0, 0, 20, 100, 400, 2_500]),
            add_ms: dice.pick(&[0, 50, 500, 4_000, 14_000]),
            list_ms: dice.pick(&[0, 0, 20, 300]),
            has_bucket: !dice.one_in(3),
            operating_limit: dice.one_in(4).then(|| dice.pick(&[5, 20, 100])),
            workers: dice.one_in(3).then(|| dice.pick(&[1, 2, 4])),
        };
        let mut steps = Vec::new();
        // Somebody wants something in every run.
        let mut at = Duration::from_millis(100);
        let count = 2 + dice.below(14);
        for nth in 0..count {
            let what = if nth == 0 { job(&mut dice) } else { any(&mut dice) };
            steps.push(Step { at, what });
            at += gap(&mut dice);
        }
        Self { seed, shape, steps }
    }
}

fn gap(dice: &mut Dice) -> Duration {
    match dice.roll(20) {
        0 => Duration::from_secs(3_600 + dice.roll(7_200)),
        1 => Duration::from_hours(24 + dice.roll(24 * 40)),
        2..5 => Duration::from_secs(60 + dice.roll(600)),
        5..12 => Duration::from_millis(dice.roll(400)),
        _ => Duration::from_millis(200 + dice.roll(20_000)),
    }
}

fn who(dice: &mut Dice) -> Who {
    Who { portal: dice.below(PORTALS), user: dice.pick(&USERS) }
}

fn filter(dice: &mut Dice) -> Filter {
    let user = dice.pick(&USERS);
    match dice.roll(4) {
        0 => Filter::AssignedTo(user),
        1 => Filter::CreatedBy(user),
        2 => Filter::WithoutPhone,
        _ => Filter::Everybody,
    }
}

fn job(dice: &mut Dice) -> What {
    let (who, is_draft) = (who(dice), dice.one_in(3));
    if dice.one_in(3) {
        return What::DeleteFound { who, filter: filter(dice), is_draft };
    }
    let pick = Pick { from: dice.below(130), count: 1 + dice.pick(&[0, 3, 9, 24, 119]) };
    What::Delete { who, pick, with_deals: dice.one_in(2), is_draft }
}

fn any(dice: &mut Dice) -> What {
    let portal = dice.below(PORTALS);
    match dice.roll(100) {
        0..14 => job(dice),
        14..20 => What::Start(dice.below(4)),
        20..26 => What::Pause(dice.below(4)),
        26..32 => What::Resume(dice.below(4)),
        32..38 => What::Cancel(dice.below(4)),
        38..48 => What::Restore {
            nth: dice.below(4),
            part: if dice.one_in(2) { Some(1 + dice.below(10)) } else { None },
        },
        48..51 => What::Single(who(dice), dice.below(130)),
        51..54 => What::Open(who(dice)),
        54..57 => What::Decide(portal, decision(dice)),
        57..73 => breakage(dice),
        73..79 => process(dice),
        79..83 => rights(dice),
        83..85 => What::ExpireTokens(who(dice)),
        85..87 => What::Slow {
            portal,
            method: dice.pick(&[
                "crm.contact.delete",
                "crm.contact.add",
                "crm.contact.list",
                "crm.contact.update",
            ]),
            millis: dice.pick(&[0, 100, 1_000, 8_000]),
        },
        87..89 => What::Remove { portal, contact: dice.below(130) },
        89 => What::AddDeal { portal, contact: dice.below(130) },
        90 => What::DestroyCopies(dice.below(4)),
        91 => What::SaveFilter { portal, filter: filter(dice) },
        92 => What::Rekey,
        93 => What::Rename(portal),
        94 => What::Disconnect(portal),
        95..97 => What::Uninstall { portal, clean: dice.one_in(2) },
        _ => What::Reinstall(portal),
    }
}

fn decision(dice: &mut Dice) -> Decision {
    dice.pick(&[
        Decision::KeepDeals,
        Decision::AskDeals,
        Decision::DeleteDeals,
        Decision::NoCopies,
        Decision::Copies(30),
        Decision::Copies(1),
        Decision::ByItem,
        Decision::ByContact,
        Decision::Administrators,
        Decision::Everyone,
        Decision::DayLimit(Some(5)),
        Decision::DayLimit(None),
    ])
}

fn breakage(dice: &mut Dice) -> What {
    let portal = dice.below(PORTALS);
    let fault = dice.pick(&[
        FaultKind::Html502,
        FaultKind::Lost502,
        FaultKind::Empty,
        FaultKind::Truncated,
        FaultKind::CutBefore,
        FaultKind::CutAfter,
        FaultKind::Slow(20),
        FaultKind::Slow(70),
        FaultKind::Late(62),
        FaultKind::QueryLimit,
        FaultKind::OperationLimit,
        FaultKind::Expired,
        FaultKind::Denied,
        FaultKind::Internal,
        FaultKind::Lie,
        FaultKind::Handler,
        FaultKind::Previous,
        FaultKind::Hang,
    ]);
    match dice.roll(10) {
        0 => What::Outage {
            portal,
            kind: dice.pick(&[OutageKind::Unavailable, OutageKind::Cut, OutageKind::Silent]),
            seconds: 1 + dice.roll(200),
        },
        1 => What::Condition {
            portal,
            condition: dice.pick(&[Condition::Unpaid, Condition::Overloaded, Condition::NoPlan]),
            seconds: 1 + dice.roll(300),
        },
        2 => What::BreakAuthorization { after: dice.below(3), fault },
        _ => What::Break {
            portal,
            method: dice.pick(&[
                "batch",
                "batch",
                "batch",
                "crm.contact.delete",
                "crm.contact.add",
                "crm.contact.update",
                "crm.contact.list",
                "profile",
            ]),
            after: dice.pick(&[0, 0, 1, 2, 5, 12]),
            fault,
        },
    }
}

fn process(dice: &mut Dice) -> What {
    let process = dice.below(2);
    match dice.roll(5) {
        0 | 1 => What::Kill { process, down: dice.pick(&[0, 1, 3, 10, 90]) },
        2 => What::StopProcess { process, down: dice.pick(&[0, 1, 5]) },
        3 => What::Freeze { process, seconds: dice.pick(&[2, 5, 9, 70]) },
        _ => What::SecondProcess,
    }
}

fn rights(dice: &mut Dice) -> What {
    let who = who(dice);
    let reach = dice.pick(&[Reach::All, Reach::Own, Reach::None]);
    match dice.roll(4) {
        0 => What::Dismiss(who),
        1 => What::Reinstate(who),
        2 => What::MayDelete(who, reach),
        _ => What::MayAdd(who, reach),
    }
}
