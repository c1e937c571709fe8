"""What people type in answer to marked points: the reading and the verdict of each sentence."""

from __future__ import annotations

from quizapp.core.card import Mark, RubricPoint, Sort, Tolerance


def _point(
    text: str,
    sort: Sort,
    about: str = "",
    than: str = "",
    within: str = "",
    tolerance: Tolerance | None = None,
) -> RubricPoint:
    first, second, other = (
        tuple(each for each in part.split("|") if each) for part in (about, than, within)
    )
    return RubricPoint(text, (), 1, Mark(sort, sort.value, first, second, other, tolerance))


POINTS = {
    "memory": _point(
        "Memory grows with the square of the context",
        Sort.ORDER,
        "memory",
        within="context|sequence|length|tokens",
    ),
    "noise": _point("The noise falls with the square root of the batch", Sort.ORDER, "noise|error"),
    "params": _point("Parameters do not depend on the batch", Sort.ORDER, "parameters"),
    "entropy": _point("Entropy rises with T", Sort.DIRECTION),
    "loss": _point("The loss falls with more data", Sort.DIRECTION, "loss"),
    "ranking": _point(
        "The ranking is unchanged",
        Sort.DIRECTION,
        "ranking|accuracy",
        tolerance=Tolerance(atol=0.01),
    ),
    "slope": _point("The slope is at most 1/4", Sort.NUMBER, "slope|derivative"),
    "peak": _point("Peak memory is about 98 MiB", Sort.NUMBER, "memory|peak"),
    "rest": _point("Less than a millionth of the gradient is left", Sort.NUMBER, "gradient"),
    "state": _point("Adam needs twice as much memory as SGD", Sort.COMPARE, "Adam", "SGD|momentum"),
    "speed": _point("ReLU is cheaper than the sigmoid", Sort.COMPARE, "ReLU", "sigmoid"),
    "dead": _point("A dead unit cannot recover", Sort.YES, "recover|come back|revive"),
    "same": _point("Yes: they are equivalent for SGD", Sort.YES, "equivalent|same"),
}
MEASURED: dict[str, tuple[float | bool, str]] = {
    "memory": (2.0004, ""),
    "noise": (-0.49, ""),
    "params": (0.0, ""),
    "entropy": (0.31, ""),
    "loss": (-0.05, ""),
    "ranking": (0.0, ""),
    "slope": (0.25, ""),
    "peak": (102_760_448, "B"),
    "rest": (9.5e-7, ""),
    "state": (2.0, ""),
    "speed": (0.31, ""),
    "dead": (False, ""),
    "same": (True, ""),
}

ORDER_0, ORDER_1, ORDER_2 = (f"order {order} (×{2**order} when doubled)" for order in (0, 1, 2))
ORDER_3 = "order 3 (×8 when doubled)"
INVERSE, ROOT = "order -1 (×0.5 when doubled)", "order 0.5 (×1.41 when doubled)"
INVERSE_ROOT = "order -0.5 (×0.707 when doubled)"
INVERSE_2 = "order -2 (×0.25 when doubled)"

TABLE = f"""
memory | it quadruples when the context doubles | {ORDER_2} | confirmed
memory | quadratic | {ORDER_2} | confirmed
memory | Quadratically. | {ORDER_2} | confirmed
memory | memory is quadratic in the sequence length | {ORDER_2} | confirmed
memory | the memory scales quadratically with n | {ORDER_2} | confirmed
memory | O(n^2) | {ORDER_2} | confirmed
memory | O(n²) memory | {ORDER_2} | confirmed
memory | memory is O(n * n) | {ORDER_2} | confirmed
memory | it grows as n squared | {ORDER_2} | confirmed
memory | proportional to the square of the number of tokens | {ORDER_2} | confirmed
memory | doubling the context quadruples the memory | {ORDER_2} | confirmed
memory | 4x when doubled | {ORDER_2} | confirmed
memory | ×4 when the context is doubled | {ORDER_2} | confirmed
memory | when the context doubles, memory quadruples | {ORDER_2} | confirmed
memory | if you double the context the memory goes up by a factor of 4 | {ORDER_2} | confirmed
memory | twice the context, four times the memory | {ORDER_2} | confirmed
memory | it is four times larger when the length doubles | {ORDER_2} | confirmed
memory | every time the context doubles the memory is multiplied by four | {ORDER_2} | confirmed
memory | it grows ninefold when the context triples | {ORDER_2} | confirmed
memory | it drops to a quarter when the context is halved | {ORDER_2} | confirmed
memory | memory is linear in the batch but quadratic in the sequence length | {ORDER_2} | confirmed
memory | I think memory roughly grows quadratically | {ORDER_2} | confirmed
memory | the second power | {ORDER_2} | confirmed
memory | memory ~ n^2 | {ORDER_2} | confirmed
memory | It is not linear but quadratic | not {ORDER_1} and {ORDER_2} | confirmed
memory | attention compares all pairs. so it is quadratic | {ORDER_2} | confirmed
memory | memory, for long contexts, is quadratic | {ORDER_2} | confirmed
memory | linear | {ORDER_1} | refuted
memory | it doubles when the context doubles | {ORDER_1} | refuted
memory | O(n) | {ORDER_1} | refuted
memory | memory is proportional to the context | {ORDER_1} | refuted
memory | memory grows with the cube of the context | {ORDER_3} | refuted
memory | it is cubic | {ORDER_3} | refuted
memory | eight times when doubled | {ORDER_3} | refuted
memory | memory is constant | {ORDER_0} | refuted
memory | memory does not depend on the context | {ORDER_0} | refuted
memory | O(1) | {ORDER_0} | refuted
memory | it stays the same when the context doubles | {ORDER_0} | refuted
memory | the memory grows exponentially | exponential | refuted
memory | O(2^n) | exponential | refuted
memory | logarithmically | logarithmic | refuted
memory | O(log n) | logarithmic | refuted
memory | O(n log n) | n log n | refuted
memory | with the square root of the context | {ROOT} | refuted
memory | not quadratic | not {ORDER_2} | refuted
memory | memory does not grow quadratically | not {ORDER_2} | refuted
memory | memory isn't linear | not {ORDER_1} | inconclusive
memory | it triples when the context doubles | order 1.58496 (×3 when doubled) | refuted
memory | n^1.8 | order 1.8 (×3.48 when doubled) | close
memory | memory is linear. memory is quadratic. | {ORDER_1} and {ORDER_2} | inconclusive
memory | 2x when doubled, or 4x when doubled | {ORDER_1} and {ORDER_2} | inconclusive
memory | compute is quadratic | |
memory | the compute quadruples when the context doubles | |
memory | memory is linear in the batch | |
memory | doubling the batch doubles the memory | |
memory | faster than linear | |
memory | a linear layer projects it | |
memory | it uses a lot of memory | |
memory | memory is expensive | |
memory | the square matrix of scores | |
memory | | |
memory | I do not know | |
noise | the noise falls with the square root of the batch | {INVERSE_ROOT} | confirmed
noise | it falls as 1/sqrt(n) | {INVERSE_ROOT} | confirmed
noise | noise goes like 1/√B | {INVERSE_ROOT} | confirmed
noise | inversely proportional to the square root of the batch | {INVERSE_ROOT} | confirmed
noise | the error is O(1/sqrt(n)) | {INVERSE_ROOT} | confirmed
noise | it halves when the batch quadruples | {INVERSE_ROOT} | confirmed
noise | to halve the noise you need four times the batch | |
noise | it drops by a factor of √2 when the batch doubles | {INVERSE_ROOT} | confirmed
noise | it halves when the batch doubles | {INVERSE} | refuted
noise | inversely proportional to the batch | {INVERSE} | refuted
noise | noise is 1/n | {INVERSE} | refuted
noise | the noise falls with the square of the batch | {INVERSE_2} | refuted
noise | it grows with the square root of the batch | {ROOT} | refuted
noise | noise grows linearly | {ORDER_1} | refuted
noise | noise does not depend on the batch | {ORDER_0} | refuted
noise | the noise shrinks by 4x when the batch grows 4x | {INVERSE} | refuted
noise | the signal is constant | |
params | constant | {ORDER_0} | confirmed
params | the number of parameters does not depend on the batch | {ORDER_0} | confirmed
params | parameters are independent of the batch size | {ORDER_0} | confirmed
params | parameters stay the same | {ORDER_0} | confirmed
params | parameters do not grow with the batch | {ORDER_0} | confirmed
params | parameters grow linearly with the batch | {ORDER_1} | refuted
params | the parameters double when the batch doubles | {ORDER_1} | refuted
params | activations grow linearly | |
entropy | it rises | rises | confirmed
entropy | the entropy increases with T | rises | confirmed
entropy | entropy goes up | rises | confirmed
entropy | entropy grows as T grows | rises | confirmed
entropy | as T grows, entropy climbs | rises | confirmed
entropy | as T grows the entropy rises | rises | confirmed
entropy | raising T raises the entropy | rises | confirmed
entropy | a higher T increases the entropy | rises | confirmed
entropy | when T falls the entropy falls | rises | confirmed
entropy | lowering T lowers the entropy | rises | confirmed
entropy | a lower T lowers the entropy | rises | confirmed
entropy | entropy gets larger | rises | confirmed
entropy | with T the entropy is higher | rises | confirmed
entropy | the entropy does not fall | does not fall | confirmed
entropy | an increase in T increases the entropy | rises | confirmed
entropy | it falls | falls | refuted
entropy | entropy drops when T is raised | falls | refuted
entropy | entropy decreases with temperature | falls | refuted
entropy | lowering T raises the entropy | falls | refuted
entropy | entropy vanishes | falls | refuted
entropy | the entropy stays the same | unchanged | refuted
entropy | entropy does not change | unchanged | refuted
entropy | entropy doesn't depend on T | unchanged | refuted
entropy | the entropy does not rise | does not rise | refuted
entropy | a higher T raises the entropy, lower T makes it sharper | rises | confirmed
entropy | the entropy falls with a lower T | rises | confirmed
entropy | a low T sharpens, and a high T raises the entropy | rises | confirmed
entropy | the entropy changes | not unchanged | confirmed
entropy | entropy depends on T | not unchanged | confirmed
entropy | entropy rises. entropy falls. | rises and falls | inconclusive
entropy | the loss falls | |
entropy | accuracy rises | |
entropy | it is about uncertainty | |
entropy | entropy is measured in nats | |
loss | the loss falls | falls | confirmed
loss | it decreases | falls | confirmed
loss | more data reduces the loss | falls | confirmed
loss | loss shrinks with more data | falls | confirmed
loss | the loss goes down | falls | confirmed
loss | the loss is lower with more data | falls | confirmed
loss | the loss does not rise | does not rise | confirmed
loss | less data raises the loss | falls | confirmed
loss | the loss rises | rises | refuted
loss | the loss explodes | rises | refuted
loss | the loss is unaffected | unchanged | refuted
loss | loss never falls | does not fall | refuted
loss | the accuracy falls | |
ranking | the ranking does not change | unchanged | confirmed
ranking | accuracy is unchanged | unchanged | confirmed
ranking | accuracy stays the same | unchanged | confirmed
ranking | the ranking is independent of T | unchanged | confirmed
ranking | it has no effect on accuracy | unchanged | confirmed
ranking | it remains constant | unchanged | confirmed
ranking | the accuracy neither rises nor falls | does not rise and does not fall | confirmed
ranking | accuracy drops | falls | refuted
ranking | the accuracy rises | rises | refuted
ranking | the ranking is not unchanged | not unchanged | refuted
ranking | the ranking changes | not unchanged | refuted
ranking | only confidence changes | |
ranking | T changes nothing in the ranking | unchanged | confirmed
ranking | confidence falls | |
slope | 0.25 | 0.25 | confirmed
slope | 1/4 | 0.25 | confirmed
slope | a quarter | 0.25 | confirmed
slope | at most a quarter | 0.25 | confirmed
slope | the slope is at most 0.25 | 0.25 | confirmed
slope | the derivative never exceeds 1/4 | 0.25 | confirmed
slope | the derivative is never more than a quarter | 0.25 | confirmed
slope | slope ≤ 0.25 | 0.25 | confirmed
slope | its slope is about 25 % | 25 % | confirmed
slope | roughly .25 | 0.25 | confirmed
slope | slope = 0.25 | 0.25 | confirmed
slope | ¼ | 0.25 | confirmed
slope | the slope is 2^-2 | 0.25 | confirmed
slope | the slope reaches one quarter at z = 0 | 0.25 | confirmed
slope | the slope of the sigmoid is at most 0.25 and after 10 layers 1e-6 is left | 0.25 | confirmed
slope | the slope is 0.24 | 0.24 | confirmed
slope | the slope is 0.27 | 0.27 | close
slope | the slope is at most 1 | 1 | refuted
slope | the slope is a half | 0.5 | refuted
slope | the slope is one | 1 | refuted
slope | slope is 0.2 | 0.2 | refuted
slope | the slope is at most 25 | 25 | refuted
slope | the slope is -0.25 | -0.25 | refuted
slope | the slope is not 0.25 | not 0.25 | refuted
slope | the slope is not 1 | not 1 | inconclusive
slope | the slope is less than a half | less than 0.5 | confirmed
slope | the slope is below 1/8 | less than 0.125 | refuted
slope | the slope is less than 100 | less than 100 | inconclusive
slope | the slope is greater than 1 | more than 1 | refuted
slope | the slope is 0.25, the slope is 1 | 0.25 and 1 | inconclusive
slope | the slope is a quarter, i.e. 0.25 | 0.25 | confirmed
slope | tanh reaches 1 | |
slope | the slope is between 0.1 and 0.3 | |
slope | the third layer has a small slope | |
slope | one reason is saturation | |
slope | after 10 layers it is tiny | |
slope | with T = 2 | |
slope | the slope of a 32-bit float | |
peak | about 100 MB | 100 MB | confirmed
peak | ~100 mb | 100 MB | confirmed
peak | 98 MiB | 98 MiB | confirmed
peak | peak memory is roughly 100 megabytes | 100 megabytes | confirmed
peak | the memory is 0.1 GB | 0.1 GB | confirmed
peak | it takes 102,760,448 bytes | 102,760,448 bytes | confirmed
peak | memory peaks at about one hundred MB | 100 MB | confirmed
peak | it is 1·10^8 bytes | 100,000,000 bytes | confirmed
peak | 110 MB | 110 MB | close
peak | 100 GB | 100 GB | refuted
peak | 100 Mbit | 100 Mbit | refuted
peak | the peak is 25 million bytes | 25,000,000 bytes | refuted
peak | less than 120 MB | less than 120 MB | confirmed
peak | more than 1 GB | more than 1 GB | refuted
peak | memory is 50 MB. no, memory is 100 MB. | 50 MB and 100 MB | inconclusive
peak | memory for 32 examples | |
peak | about 100 | |
peak | 28 × 28 pixels | |
rest | less than a millionth | less than 1e-6 | confirmed
rest | under 1e-6 of the gradient is left | less than 1e-6 | confirmed
rest | about 10^-6 | 1e-6 | close
rest | about 9.5e-7 of the gradient survives | 9.5e-7 | confirmed
rest | less than 10⁻⁶ | less than 1e-6 | confirmed
rest | more than a millionth of the gradient | more than 1e-6 | close
rest | more than a thousandth of the gradient | more than 0.001 | refuted
rest | less than half of the gradient is left | less than 0.5 | inconclusive
rest | about half of the gradient | 0.5 | refuted
state | Adam needs twice as much memory as SGD | 2 × SGD | confirmed
state | Adam takes 2x the memory of SGD | 2 × SGD | confirmed
state | twice as much as SGD | 2 × SGD | confirmed
state | SGD needs half as much as Adam | 2 × SGD | confirmed
state | Adam keeps double the state of momentum | 2 × SGD | confirmed
state | Adam uses more memory than SGD | larger than SGD | confirmed
state | SGD needs less memory than Adam | larger than SGD | confirmed
state | Adam needs 100 % more than SGD | 2 × SGD | confirmed
state | Adam needs more memory compared to SGD | larger than SGD | confirmed
state | Adam is 2 times larger than SGD | 2 × SGD | confirmed
state | Adam needs three times as much as SGD | 3 × SGD | refuted
state | Adam needs the same memory as SGD | the same as SGD | refuted
state | Adam needs as much memory as SGD | the same as SGD | refuted
state | Adam needs less than SGD | smaller than SGD | refuted
state | SGD needs more memory than Adam | smaller than SGD | refuted
state | SGD needs twice as much as Adam | 0.5 × SGD | refuted
state | Adam does not need more memory than SGD | not larger than SGD | refuted
state | Adam is faster | smaller than SGD | refuted
state | Adam keeps two moments | |
state | RMSprop needs more than SGD | |
state | more memory | |
speed | ReLU is cheaper than the sigmoid | smaller than sigmoid | confirmed
speed | ReLU is faster than sigmoid | smaller than sigmoid | confirmed
speed | sigmoid is slower than ReLU | smaller than sigmoid | confirmed
speed | the sigmoid is more expensive than ReLU | smaller than sigmoid | confirmed
speed | ReLU costs a third of the sigmoid | 0.333333 × sigmoid | close
speed | ReLU is slower than the sigmoid | larger than sigmoid | refuted
speed | ReLU costs the same as the sigmoid | the same as sigmoid | refuted
dead | No | no | confirmed
dead | no, it cannot | no | confirmed
dead | it cannot recover | no | confirmed
dead | a dead unit never recovers | no | confirmed
dead | it can't come back | no | confirmed
dead | it is impossible for it to recover | no | confirmed
dead | it does not revive | no | confirmed
dead | No, because it gets no gradient | no | confirmed
dead | yes | yes | refuted
dead | Yes, it can recover | yes | refuted
dead | it can recover | yes | refuted
dead | it will always come back | yes | refuted
dead | it is not true that it cannot recover | yes | refuted
dead | Yes, it cannot recover | yes and no | inconclusive
dead | no gradient flows | |
dead | it is dead | |
dead | the unit is zero | |
same | yes | yes | confirmed
same | they are the same | yes | confirmed
same | Yes, they are equivalent | yes | confirmed
same | no, only for SGD | no | refuted
same | they are not equivalent | no | refuted
same | they aren't the same | no | refuted
memory | attention needs memory that is quadratic in the number of tokens | {ORDER_2} | confirmed
memory | if the sequence gets twice as long you need 4 times as much memory | {ORDER_2} | confirmed
memory | memory blows up as L^2 | {ORDER_2} | confirmed
memory | well it scales with L squared because of the score matrix | {ORDER_2} | confirmed
memory | the attention matrix is n by n so memory goes as n^2 | {ORDER_2} | confirmed
memory | each doubling of the context costs four times the memory | {ORDER_2} | confirmed
memory | memory increases fourfold if the context length is doubled | {ORDER_2} | confirmed
memory | ten times the tokens means a hundred times the memory | {ORDER_2} | confirmed
memory | memory only doubles if you double the sequence length | {ORDER_1} | refuted
memory | it's linear in sequence length | {ORDER_1} | refuted
memory | with flash attention memory is linear in the sequence length | {ORDER_1} | refuted
memory | memory grows super-linearly |  |
memory | the number of heads stays constant |  |
noise | noise goes down by sqrt(2) when the batch doubles | {INVERSE_ROOT} | confirmed
noise | std of the error shrinks like n^-0.5 | {INVERSE_ROOT} | confirmed
entropy | cooling makes the entropy go to zero |  |
entropy | entropy gets bigger at high T | rises | confirmed
entropy | with increasing T the entropy increases | rises | confirmed
entropy | entropy monotonically decreases in T | falls | refuted
loss | adding data makes the loss go down | falls | confirmed
loss | the loss keeps falling | falls | confirmed
loss | loss first falls then rises | falls and rises | inconclusive
ranking | argmax and therefore accuracy stay exactly the same | unchanged | confirmed
ranking | accuracy is not affected | unchanged | confirmed
ranking | softmax is monotone so the ranking is preserved | unchanged | confirmed
slope | max slope is .25 at the origin | 0.25 | confirmed
slope | it's derivative peaks at one fourth | 0.25 | confirmed
slope | s(1-s) is at most 1/4 | 0.25 | confirmed
slope | the derivative maxes out at 1 | 1 | refuted
slope | the slope can be as large as 0.5 | 0.5 | refuted
peak | you'd need something like 100MB of memory | 100 MB | confirmed
peak | 32*3*224*224*4 bytes |  |
state | SGD with momentum uses half of what Adam uses | 2 × SGD | confirmed
dead | once dead it stays dead and won't recover | no | confirmed
dead | it may recover if the inputs shift | yes | refuted
dead | nope, zero gradient forever | no | confirmed
dead | It is able to come back | yes | refuted
same | Yes. For plain SGD both are equivalent. | yes | confirmed
same | not the same thing | no | refuted
speed | ReLU is a lot faster | smaller than sigmoid | confirmed
speed | sigmoid needs an exp so it costs more than ReLU | smaller than sigmoid | confirmed
rest | far less than one millionth of the gradient survives | less than 1e-6 | confirmed
noise | noise goes as one over the square root of the batch | {INVERSE_ROOT} | confirmed
same | decay shrinks weights | |
same | for Adam it differs | |
dead | its slope is zero | |
entropy | the logits are divided by T | |
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]
