%% The same work on the real thing, one scheduler: erl +S 1 -run mayday_bench main WHAT N COUNT.
%% Prints one figure: operations per second, or bytes per process.
-module(mayday_bench).
-behaviour(gen_server).

-export([main/1]).
-export([init/1, handle_call/3, handle_cast/2]).

main([What, N, Count]) ->
    Figure = measure(list_to_atom(What), list_to_integer(N), list_to_integer(Count)),
    io:format("~w~n", [round(Figure)]),
    halt(0).

measure(ring, N, Messages) ->
    Ring = [spawn_node() || _ <- lists:seq(1, N)],
    connect(Ring, tl(Ring) ++ [hd(Ring)]),
    ring(hd(Ring), Messages div 20),
    per_second(Messages, fun() -> ring(hd(Ring), Messages) end);
measure(calls, _, Calls) ->
    {ok, Server} = gen_server:start_link(?MODULE, [], []),
    calls(Server, Calls div 20),
    per_second(Calls, fun() -> calls(Server, Calls) end);
measure(spawns, _, Children) ->
    spawns(Children div 20),
    per_second(Children, fun() -> spawns(Children) end);
measure(idle_processes, N, _) ->
    bytes_each(N, fun() -> spawn(fun() -> receive never -> ok end end) end);
measure(idle_servers, N, _) ->
    bytes_each(N, fun() ->
        {ok, Server} = gen_server:start(?MODULE, [], []),
        Server
    end).

%% A token goes round; who gets 0 tells the boss.
spawn_node() ->
    Boss = self(),
    spawn(fun() -> receive {next, Next} -> node_loop(Next, Boss) end end).

node_loop(Next, Boss) ->
    receive
        0 -> Boss ! done;
        Left -> Next ! Left - 1
    end,
    node_loop(Next, Boss).

connect(Ring, Nexts) ->
    lists:foreach(fun({Node, Next}) -> Node ! {next, Next} end, lists:zip(Ring, Nexts)).

ring(First, Messages) ->
    First ! Messages,
    receive done -> ok end.

calls(_, 0) ->
    ok;
calls(Server, Left) ->
    gen_server:call(Server, {add, 1}),
    calls(Server, Left - 1).

spawns(0) ->
    ok;
spawns(Left) ->
    {_, Ref} = spawn_monitor(fun() -> ok end),
    receive {'DOWN', Ref, process, _, _} -> spawns(Left - 1) end.

per_second(Count, Work) ->
    Started = erlang:monotonic_time(nanosecond),
    Work(),
    Count * 1.0e9 / (erlang:monotonic_time(nanosecond) - Started).

bytes_each(N, Start) ->
    Before = erlang:memory(processes_used),
    Pids = [Start() || _ <- lists:seq(1, N)],
    Sizes = [Size || {memory, Size} <- [erlang:process_info(Pid, memory) || Pid <- Pids]],
    true = erlang:memory(processes_used) > Before,
    lists:sum(Sizes) / N.

init([]) -> {ok, 0}.

handle_call({add, N}, _From, State) -> {reply, State + N, State + N}.

handle_cast(_, State) -> {noreply, State}.
